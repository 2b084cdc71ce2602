import { withBody } from '../captured-request.js'
import type { Change, Trial } from '../trial.js'

/** The fields in which GitHub, Slack and others put their JSON into a form. */
const wrappers = ['payload', 'data', 'mandrill_events']

/** Forms that became JSON, JSON that became a form, and forms that were encoded anew. */
export function* bodyFormChanges({ request }: Trial): Iterable<Change> {
  const text = Buffer.from(request.rawBody).toString('utf8')
  const change = (how: string, written: string): Change => ({
    cause: 'body_form',
    change: `The sender signed ${how}: the body was parsed and written again on its way.`,
    request: withBody(request, Buffer.from(written)),
  })
  const fields = fieldsOfJson(text)
  if (fields !== undefined) {
    for (const form of formsOf(fields)) yield change('these fields as a form, and not as JSON', form)
    for (const name of wrappers)
      for (const form of formsOf([[name, text]])) yield change(`a form with this JSON in '${name}'`, form)
    return
  }
  if (!/^[^=&\s{["]+=/.test(text)) return
  const pairs = [...new URLSearchParams(text)]
  const record = JSON.stringify(Object.fromEntries(pairs))
  yield change('these fields as JSON, and not as a form', record)
  for (const form of formsOf(pairs)) yield change('the form in another encoding', form)
  const payload = pairs.length === 1 ? pairs[0]?.[1] : undefined
  if (payload !== undefined) yield change('what stands in the only field of the form', payload)
}

function fieldsOfJson(text: string): (readonly [string, string])[] | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return Object.entries(value).map(([name, field]) => [
      name,
      typeof field === 'string' ? field : JSON.stringify(field),
    ])
  } catch {
    return undefined
  }
}

/** The spellings that there are: `+` or `%20`, and which characters are escaped. */
function formsOf(pairs: readonly (readonly [string, string])[]): string[] {
  const written = (encode: (text: string) => string) =>
    pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
  const strict = (text: string) =>
    encodeURIComponent(text).replaceAll(
      /[!'()*]/g,
      (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
    )
  const lower = (text: string) => text.replaceAll(/%[0-9A-F]{2}/g, (found) => found.toLowerCase())
  const query = new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString()
  try {
    const percent = written(encodeURIComponent)
    const all = [
      query,
      percent,
      percent.replaceAll('%20', '+'),
      written(strict),
      written(strict).replaceAll('%20', '+'),
    ]
    return [...all, ...all.map(lower)]
  } catch {
    // A surrogate by itself, which no form can have.
    return [query]
  }
}
