import { hash } from 'node:crypto'
import { parse as parseForm } from 'node:querystring'
import { crc32 } from 'node:zlib'
import { SignatureError } from '../errors.js'
import { compilePath } from '../json-path.js'
import { readHeader, type RequestHead } from '../request.js'

/** What a template of signed content is filled from, beside the body. */
export interface SignedValues {
  readonly id: string | undefined
  readonly timestamp: string | undefined
  /** What else stood in the text of the signature. */
  readonly pairs?: ReadonlyMap<string, string> | undefined
  readonly request?: RequestHead | undefined
  readonly rawBody?: Uint8Array | undefined
  readonly settings?: SchemeSettings | undefined
}

/** What a user of a scheme says beside the secrets. */
export interface SchemeSettings {
  readonly params: Readonly<Record<string, string>>
  /** Gives the URL as the sender knows it. */
  readonly urlOf: (head: RequestHead) => string
}

/** Gives one value of signed content. Each character is one byte. */
export type PartReader = (values: SignedValues) => string

/** A piece of a template: a literal, or a placeholder. */
export type TemplatePart =
  { readonly literal: string } | { readonly name: string; readonly text: string; readonly read: PartReader }

/** Where a placeholder takes its value from, by its name; `{header:x-id}` has `x-id` for an argument. */
const readers: Readonly<Record<string, (argument: string) => PartReader>> = {
  id: () => (values) => values.id ?? '',
  timestamp: () => (values) => values.timestamp ?? '',
  method: () => (values) => requestOf(values).method ?? '',
  url: () => (values) => settingsOf(values).urlOf(requestOf(values)),
  path: () => (values) => requestOf(values).url?.split('?', 1)[0] ?? '',
  target: () => (values) => requestOf(values).url ?? '',
  header: (name) => (values) => readHeader(requestOf(values), name.toLowerCase()) ?? '',
  query: (name) => (values) => bytesOf(queryValue(requestOf(values), name)),
  form: (name) => (values) => bytesOf(single(formOf(values)[name])),
  json: (path) => (values) => bytesOf(scalar(compilePath(path)(jsonOf(values)))),
  signature: (key) => (values) => values.pairs?.get(key) ?? '',
  headersNamedBy: (key) => (values) => {
    const list = values.pairs?.get(key) ?? ''
    const names = list === '' ? [] : list.split(' ')
    return names.map((name) => namedHeader(requestOf(values), name)).join('.')
  },
  param: (name) => (values) => bytesOf(settingsOf(values).params[name] ?? ''),
  sortedForm: () => (values) => bytesOf(sortedForm(formOf(values))),
  sha256: () => (values) => hash('sha256', bodyOf(values), 'hex'),
  crc32: () => (values) => String(crc32(bodyOf(values))),
}

/** The placeholders that there are, as a message of an error names them. */
export const knownPlaceholders = ['body', 'secret', ...Object.keys(readers)]

/** Those that stand for the whole body, so that nothing in it can be changed. */
export const bodyPlaceholders: ReadonlySet<string> = new Set(['body', 'sha256', 'sortedForm'])

/**
 * Compiles a placeholder, without its braces.
 * @returns `undefined` for one that there is not
 */
export function compilePart(text: string): PartReader | undefined {
  const colon = text.indexOf(':')
  const name = colon === -1 ? text : text.slice(0, colon)
  const argument = colon === -1 ? '' : text.slice(colon + 1)
  if (!Object.hasOwn(readers, name)) return undefined
  if (name === 'json') compilePath(argument)
  return readers[name]?.(argument)
}

/** Reads one parameter of the query; of several with one name there is no telling which is meant. */
export function queryValue(request: RequestHead, name: string): string {
  const [, query = ''] = (request.url ?? '').split(/\?(.*)/s, 2)
  const values = new URLSearchParams(query).getAll(name)
  if (values.length > 1) throw new SignatureError('header_repeated')
  return values[0] ?? ''
}

/**
 * Reads the fields of a form, before it is verified: none of it has a meaning yet. All of them, as the payload has: what
 * only one of the two saw would not be signed.
 */
export function formOf({ rawBody }: Pick<SignedValues, 'rawBody'>): NodeJS.Dict<string | string[]> {
  return parseForm(Buffer.from(rawBody ?? []).toString('utf8'), undefined, undefined, { maxKeys: 0 })
}

/** Reads a JSON body, before it is verified. */
export function jsonOf({ rawBody }: Pick<SignedValues, 'rawBody'>): unknown {
  try {
    return JSON.parse(Buffer.from(rawBody ?? []).toString('utf8'))
  } catch {
    throw new SignatureError('signature_missing')
  }
}

/** Gives a field that came once. */
export function single(value: string | string[] | undefined): string {
  if (Array.isArray(value)) throw new SignatureError('header_repeated')
  return value ?? ''
}

/**
 * Writes a value of a JSON body as senders sign it; one that is absent, or null, is empty.
 * @throws SignatureError for an object or a list, which would stand where nothing was signed
 */
export function scalar(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'object') throw new SignatureError('header_malformed')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** A name with a dot, or a header that is not there, would let the others change places. */
function namedHeader(request: RequestHead, name: string): string {
  const value = /^[A-Za-z0-9-]+$/.test(name) ? readHeader(request, name.toLowerCase()) : undefined
  if (value === undefined) throw new SignatureError('header_malformed')
  return value
}

function sortedForm(fields: NodeJS.Dict<string | string[]>): string {
  return Object.keys(fields)
    .sort()
    .map((key) =>
      [fields[key] ?? '']
        .flat()
        .map((value) => key + value)
        .join(''),
    )
    .join('')
}

function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

function requestOf({ request }: SignedValues): RequestHead {
  return request ?? missing('request')
}

function settingsOf({ settings }: SignedValues): SchemeSettings {
  return settings ?? missing('settings')
}

function bodyOf({ rawBody }: SignedValues): Uint8Array {
  return rawBody ?? missing('body')
}

// An engine that forgot to hand it over.
function missing(what: string): never {
  throw new TypeError(`Postern: the signed content needs the ${what}.`)
}
