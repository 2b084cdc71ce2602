import { compilePath } from '../json-path.js'
import { readHeader, readHeaderValues, type RequestHead } from '../request.js'
import { formOf, jsonOf, queryValue, scalar, single } from './template-part.js'

/** Where a value of a request stands. */
export type RequestSource =
  | { readonly header: string }
  | { readonly query: string }
  | { readonly form: string }
  | { readonly json: string }

/**
 * Where the signature stands: in a header, of which `{n}` numbers several (`x-signature-{n}`, from 1), or which comes several times (`repeats`); in one
 * or more of several headers; in the query; in a field of a form; or in a JSON body.
 */
export type SignatureLocation =
  | RequestSource
  | { readonly header: string; readonly repeats: true }
  | { readonly headers: readonly string[] }

/** More than any sender has active at once. */
const maximumHeaders = 16

/** Whether a value stands in the body, so that it can be read only with it. */
export function isInBody(source: SignatureLocation): boolean {
  return 'form' in source || 'json' in source
}

/** Reads a value as text. What is in the body is not verified yet when it is read. */
export function readSource(
  source: RequestSource,
  request: RequestHead,
  rawBody: Uint8Array | undefined,
): string | undefined {
  if ('header' in source) return readHeader(request, source.header)
  const text =
    'query' in source
      ? queryValue(request, source.query)
      : 'form' in source
        ? single(formOf({ rawBody })[source.form])
        : scalar(compilePath(source.json)(jsonOf({ rawBody })))
  return text === '' ? undefined : text
}

/** Reads the texts of the signatures, each of which is in the scheme's format. */
export function readTexts(
  location: SignatureLocation,
  request: RequestHead,
  rawBody: Uint8Array | undefined,
): readonly string[] {
  if ('headers' in location) return location.headers.flatMap((name) => readHeader(request, name) ?? [])
  if ('repeats' in location) return readHeaderValues(request, location.header)
  if (!('header' in location) || !location.header.includes('{n}'))
    return [readSource(location, request, rawBody) ?? []].flat()
  const texts: string[] = []
  for (let number = 1; number <= maximumHeaders; number += 1) {
    const text = readHeader(request, location.header.replace('{n}', String(number)))
    if (text === undefined) break
    texts.push(text)
  }
  return texts
}

/** A request while it is put together. */
export interface Draft {
  url: string | undefined
  body: Uint8Array
  readonly headers: Record<string, string>
}

/** Writes a value into a request. */
export function writeSource(source: RequestSource, value: string, draft: Draft): void {
  if ('header' in source) draft.headers[source.header] = value
  else if ('query' in source) draft.url = withParameter(draft.url, source.query, value)
  else if ('form' in source) draft.body = Buffer.from(withField(draft.body, source.form, value), 'utf8')
  else draft.body = Buffer.from(withMember(draft.body, source.json, value), 'utf8')
}

/** Writes the texts of signatures: one for each header where there are several, else one text for all. */
export function writeTexts(location: SignatureLocation, texts: readonly string[], draft: Draft): void {
  if ('headers' in location)
    for (const [index, name] of location.headers.entries()) {
      const text = texts[index]
      if (text !== undefined) draft.headers[name] = text
    }
  else if ('header' in location && location.header.includes('{n}'))
    for (const [index, text] of texts.entries())
      draft.headers[location.header.replace('{n}', String(index + 1))] = text
  else writeSource(location, texts[0] ?? '', draft)
}

/** How many texts signatures are written in: `undefined` for one that has room for all of them. */
export function textsOf(location: SignatureLocation): number | undefined {
  if ('headers' in location) return location.headers.length
  return 'header' in location && location.header.includes('{n}') ? maximumHeaders : undefined
}

function withParameter(url: string | undefined, name: string, value: string): string {
  if (url === undefined) throw new TypeError(`The signature stands in the query: give the delivery's url.`)
  const [base = '', query = ''] = url.split(/\?(.*)/s, 2)
  const parameters = new URLSearchParams(query)
  parameters.set(name, value)
  return `${base}?${parameters.toString()}`
}

function withField(body: Uint8Array, name: string, value: string): string {
  const fields = new URLSearchParams(Buffer.from(body).toString('utf8'))
  fields.set(name, value)
  return fields.toString()
}

function withMember(body: Uint8Array, path: string, value: string): string {
  let payload: unknown
  try {
    payload = JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    throw new TypeError('The signature stands in the JSON of the body, and the body is no JSON.')
  }
  const names = path.slice(2).split('.')
  const last = names.pop() ?? ''
  let parent = payload
  for (const name of names) {
    if (!isRecord(parent)) break
    parent = parent[name] ??= {}
  }
  if (!isRecord(parent)) throw new TypeError(`The body has no place for the signature, at ${path}.`)
  parent[last] = value
  return JSON.stringify(payload)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
