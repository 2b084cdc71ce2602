import { withBody } from '../captured-request.js'
import type { BodyCause } from '../cause.js'
import { type JsonLayout, type JsonToken, jsonTokens, writeJson } from '../json-tokens.js'
import type { Change, Trial } from '../trial.js'

const layouts: readonly (readonly [string, JsonLayout])[] = [
  ['without white space', { afterComma: '', afterColon: '' }],
  ['with an indentation of two spaces', { indent: '  ' }],
  ['with an indentation of four spaces', { indent: '    ' }],
  ['with an indentation of tabs', { indent: '\t' }],
  ["with a space after each ',' and ':'", { afterComma: ' ', afterColon: ' ' }],
  ["with a space after each ','", { afterComma: ' ', afterColon: '' }],
  ["with a space after each ':'", { afterComma: '', afterColon: ' ' }],
]

/** Strings in another spelling, the first as they are. */
const spellings: readonly (readonly [BodyCause | undefined, string, (text: string) => string])[] = [
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
  ['body_unicode_escapes', 'with \\uXXXX for <, > and &', (text) => escapeBeyond(text, /[<>&\u2028\u2029]/g)],
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

/** More than these are not tried one by one. */
const mostNumbers = 7

/** The same JSON written in other ways: what parsing and writing again can lose. */
export function* jsonBodyChanges({ request }: Trial): Iterable<Change> {
  const text = Buffer.from(request.rawBody).toString('utf8')
  const tokens = jsonTokens(text)
  if (tokens === undefined) return
  const change = (cause: BodyCause, how: string, written: string): Change => ({
    cause,
    change: `The sender signed this JSON ${how}: it was parsed and written again on its way.`,
    request: withBody(request, Buffer.from(written)),
  })
  for (const [cause, how, spell] of spellings) {
    const spelled = tokens.map((token) =>
      token.kind === 'string' ? { ...token, text: spell(token.text) } : token,
    )
    if (cause !== undefined) yield change(cause, how, respell(text, spell))
    for (const [layoutName, layout] of layouts) {
      const written = writeJson(spelled, layout)
      const whole = how === '' ? layoutName : `${layoutName}, and ${how}`
      yield change(cause ?? 'body_reserialized', whole, written)
      yield change(cause ?? 'body_reserialized', `${whole}, and a line end behind it`, `${written}\n`)
      if ('indent' in layout)
        yield change(
          cause ?? 'body_reserialized',
          `${whole}, in lines that end with CRLF`,
          written.replaceAll('\n', '\r\n'),
        )
    }
  }
  const value: unknown = JSON.parse(text)
  yield change(
    'body_number_forms',
    'as JSON.stringify writes it, with numbers in their shortest form',
    JSON.stringify(value),
  )
  yield* numberChanges(tokens, change)
  for (const indent of [undefined, 2, 4])
    yield change(
      'body_key_order',
      'with its members sorted by name',
      JSON.stringify(sorted(value), undefined, indent),
    )
  yield change(
    'body_key_order',
    "with its members sorted by name, and a space after each ',' and ':'",
    spacedJson(JSON.stringify(sorted(value))),
  )
}

/** Each number as the sender may have written it: some of them or all. */
function* numberChanges(
  tokens: readonly JsonToken[],
  change: (cause: BodyCause, how: string, written: string) => Change,
): Iterable<Change> {
  const places = tokens.flatMap(({ kind, text }, index) =>
    kind === 'number' && !/[eE]/.test(text) ? [index] : [],
  )
  if (places.length === 0) return
  const subsets = 2 ** Math.min(places.length, mostNumbers)
  for (const [longer, how] of longerNumbers) {
    for (const [, layout] of layouts.slice(0, 5)) {
      const few = Array.from(
        { length: subsets - 1 },
        (_, bits) => new Set(places.filter((_, nth) => nth < mostNumbers && ((bits + 1) & (1 << nth)) !== 0)),
      )
      const single = places.slice(mostNumbers, 64).map((place) => new Set([place]))
      for (const chosen of [new Set(places), ...few, ...single]) {
        const written = tokens.map((token, index) =>
          chosen.has(index) ? { ...token, text: longer(token.text) } : token,
        )
        yield change('body_number_forms', how, writeJson(written, layout))
      }
    }
  }
}

const longerNumbers: readonly (readonly [(text: string) => string, string])[] = [
  [(text) => (text.includes('.') ? text : `${text}.0`), 'with numbers such as 1.0 where 1 stands now'],
  [(text) => withTwoDecimals(text), 'with numbers such as 1.50 where 1.5 stands now'],
]

function withTwoDecimals(text: string): string {
  const [whole = '', fraction = ''] = text.split('.')
  return `${whole}.${fraction.padEnd(2, '0')}`
}

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

/** The text in its own white space, with its strings in another spelling. */
function respell(text: string, spell: (text: string) => string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"/gs, spell)
}

function spacedJson(text: string): string {
  return writeJson(jsonTokens(text) ?? [], { afterComma: ' ', afterColon: ' ' })
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]))
}
