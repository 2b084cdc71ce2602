import { withBody } from '../captured-request.js'
import type { BodyCause } from '../cause.js'
import { jsonNumberForms } from '../json-numbers.js'
import { jsonSpellings } from '../json-spellings.js'
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
  for (const [cause, how, spell] of jsonSpellings) {
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
  const written = JSON.stringify(value)
  yield numbersIn(tokens) === numbersIn(jsonTokens(written) ?? [])
    ? change('body_reserialized', 'as JSON.stringify writes it', written)
    : change('body_number_forms', 'as JSON.stringify writes it, with numbers in their shortest form', written)
  for (const [how, longer] of jsonNumberForms(tokens))
    for (const [, layout] of layouts.slice(0, 5))
      yield change('body_number_forms', how, writeJson(longer, layout))
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

/** The text in its own white space, with its strings in another spelling. */
function respell(text: string, spell: (text: string) => string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"/gs, spell)
}

function numbersIn(tokens: readonly JsonToken[]): string {
  return tokens
    .flatMap(({ kind, text }) => (kind === 'number' ? text : []))
    .sort()
    .join()
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
