/**
 * Refuses options that do not exist, so that a misspelt one is not silently without effect.
 * @throws TypeError naming them and the known ones
 */
export function refuseUnknown(options: object, known: readonly string[], place: string): void {
  const unknown = Object.keys(options).filter((key) => !known.includes(key))
  if (unknown.length === 0) return
  throw new TypeError(`${place}: unknown option ${unknown.join(', ')}. Known are ${known.join(', ')}.`)
}

/** Gives the number back, or refuses what is not one above zero. `name` begins the message. */
export function positive(value: number, name: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value
  throw new TypeError(`${name} must be a number above 0, and is ${value}.`)
}

/** Gives the number back, or refuses what is less than one. `name` begins the message. */
export function atLeastOne(value: number, name: string): number {
  if (positive(value, name) >= 1) return value
  throw new TypeError(`${name} must be at least 1, and is ${value}.`)
}

/** Gives back what a function of the user's returned, or refuses what is no text: a promise, or nothing, would be one for all. */
export function nonEmptyText(value: string, name: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw new TypeError(`Postern: ${name} must return text that is not empty.`)
}

/** Gives the choice back, or refuses what is none of them. `name` begins the message. */
export function oneOf<const Choice extends string>(
  choices: readonly Choice[],
  value: Choice,
  name: string,
): Choice {
  if (choices.includes(value)) return value
  throw new TypeError(`${name} must be one of ${choices.join(', ')}, and is ${value}.`)
}

/** Reads an optional instant as epoch ms. `place` begins the message for what is none. */
export function instant(value: number | Date | undefined, fallback: number, place: string): number {
  const milliseconds: unknown =
    value === undefined ? fallback : value instanceof Date ? value.getTime() : value
  if (typeof milliseconds !== 'number' || Number.isNaN(milliseconds))
    throw new TypeError(`${place} is not an instant (a Date, or epoch milliseconds).`)
  return milliseconds
}
