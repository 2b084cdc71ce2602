import type { BodyCause } from './cause.js'

/** Strings in another spelling, the first as they are. */
export const jsonSpellings: readonly (readonly [BodyCause | undefined, string, (text: string) => string])[] =
  [
    [undefined, '', (text) => text],
    [
      'body_unicode_escapes',
      'with \\uXXXX for all that is not ASCII',
      (text) => escapeBeyond(text, /[\u0080-\uffff]/g),
    ],
    [
      'body_unicode_escapes',
      'with \\uXXXX, in capitals, for all that is not ASCII',
      (text) => escapeBeyond(text, /[\u0080-\uffff]/g, true),
    ],
    ['body_unicode_escapes', 'with characters in place of \\uXXXX', unescapeCharacters],
    [
      'body_unicode_escapes',
      'with \\uXXXX for <, > and &',
      (text) => escapeBeyond(text, /[<>&\u2028\u2029]/g),
    ],
    [
      'body_slash_escapes',
      'with \\/ for each slash',
      (text) => text.replaceAll(/\\.|\//gs, (found) => (found === '/' ? '\\/' : found)),
    ],
    [
      'body_slash_escapes',
      'with / for each \\/',
      (text) => text.replaceAll(/\\./gs, (found) => (found === '\\/' ? '/' : found)),
    ],
    [
      'body_unicode_escapes',
      'with \\uXXXX for all that is not ASCII, and \\/ for each slash',
      (text) =>
        escapeBeyond(text, /[\u0080-\uffff]/g).replaceAll(/\\.|\//gs, (found) =>
          found === '/' ? '\\/' : found,
        ),
    ],
  ]

function escapeBeyond(text: string, characters: RegExp, isCapital = false): string {
  return text.replaceAll(characters, (character) => {
    const digits = character.charCodeAt(0).toString(16).padStart(4, '0')
    return `\\u${isCapital ? digits.toUpperCase() : digits}`
  })
}

/** Those that JSON needs escaped stay so. */
function unescapeCharacters(text: string): string {
  return text.replaceAll(/\\u([0-9a-fA-F]{4})|\\./gs, (found, digits: string | undefined) => {
    const code = digits === undefined ? 0 : Number.parseInt(digits, 16)
    return code < 0x20 || code === 0x22 || code === 0x5c ? found : String.fromCharCode(code)
  })
}
