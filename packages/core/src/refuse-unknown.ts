/**
 * Refuses options that do not exist, so that a misspelt one is not silently without effect.
 * @throws TypeError naming them and the known ones
 */
export function refuseUnknown(options: object, known: readonly string[], place: string): void {
  const unknown = Object.keys(options).filter((key) => !known.includes(key))
  if (unknown.length === 0) return
  throw new TypeError(`${place}: unknown option ${unknown.join(', ')}. Known are ${known.join(', ')}.`)
}
