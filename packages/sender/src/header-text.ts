/** Gives the text back, or refuses what would not be one header. `name` begins the message. */
export function headerText(value: string, name: string): string {
  if (typeof value === 'string' && /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)) return value
  throw new TypeError(`${name} must be printable ASCII, without white space at its ends.`)
}
