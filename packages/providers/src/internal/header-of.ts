import { type RequestHead, SignatureError } from '@postern/core'

/**
 * Reads one header.
 * @param name - in lower case
 * @returns `undefined` when it is absent or empty
 * @throws SignatureError when it came twice: which of the two was signed is anyone's guess
 */
export function headerOf({ headers }: RequestHead, name: string): string | undefined {
  const value = lowerCased(headers)[name]
  if (typeof value === 'object' && value.length > 1) throw new SignatureError('header_repeated')
  const text = [value].flat()[0]
  return text?.trim() === '' ? undefined : text?.trim()
}

/** Gives headers as an object, by their names in lower case. */
export function lowerCased(
  headers: RequestHead['headers'],
): Readonly<Record<string, string | readonly string[] | undefined>> {
  const entries = typeof headers.get === 'function' ? [...(headers as Headers)] : Object.entries(headers)
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]))
}
