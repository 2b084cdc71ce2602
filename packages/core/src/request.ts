import type { Readable } from 'node:stream'
import { SignatureError } from './errors.js'

/** What came before the body. Node's `IncomingMessage` is one as it stands. */
export interface RequestHead {
  readonly method?: string | undefined
  readonly url?: string | undefined
  /** Node's header object, a plain object, or a Fetch `Headers`. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>> | Headers
  /** Names and values in turn, as received; shows which headers came twice. */
  readonly rawHeaders?: readonly string[] | undefined
  /** The client's address, for the guard. */
  readonly ip?: string | undefined
}

/**
 * One HTTP request: a head, and the body either as `rawBody` or to be read from `stream`, or from the request
 * itself when that is a stream. A `rawBody` given as text is taken as its UTF-8 bytes.
 */
export type IncomingRequest = RequestHead & {
  readonly rawBody?: Uint8Array | string | undefined
  readonly stream?: Readable | undefined
}

function isFetchHeaders(headers: RequestHead['headers']): headers is Headers {
  return typeof headers.get === 'function'
}

function findIgnoringCase(headers: Readonly<Record<string, unknown>>, name: string): unknown {
  const key = Object.keys(headers).find((key) => key.toLowerCase() === name)
  return key === undefined ? undefined : headers[key]
}

function occurrences(rawHeaders: readonly string[], name: string): number {
  let count = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === name) count += 1
  }
  return count
}

/**
 * Takes off the white space around a header's value (RFC 9110, 5.6.3): not by trim(), which takes more than the two, nor
 * by a pattern, whose time grows with the square of the white space inside.
 */
export function trimOptionalWhiteSpace(value: string): string {
  let start = 0
  let end = value.length
  while (start < end && (value[start] === ' ' || value[start] === '\t')) start += 1
  while (end > start && (value[end - 1] === ' ' || value[end - 1] === '\t')) end -= 1
  return value.slice(start, end)
}

/**
 * Reads one header, without the white space around it (RFC 9110, 5.5).
 * @param name - in lower case
 * @returns `undefined` when the header is absent or empty
 * @throws {@link SignatureError} when the header came twice: which of the two was signed is anyone's guess
 */
export function readHeader(request: RequestHead, name: string): string | undefined {
  const { headers, rawHeaders } = request
  let value: unknown = (headers as Readonly<Record<string, unknown>>)[name]
  if (value === undefined) {
    if (isFetchHeaders(headers)) value = headers.get(name)
    else if (rawHeaders === undefined) value = findIgnoringCase(headers, name)
  }
  if (Array.isArray(value)) {
    if (value.length > 1) throw new SignatureError('header_repeated')
    value = value[0] as unknown
  }
  if (typeof value !== 'string') return undefined
  // Node joins what came twice with a comma and a space, so most requests need no look at the raw headers.
  if (rawHeaders !== undefined && value.includes(', ') && occurrences(rawHeaders, name) > 1) {
    throw new SignatureError('header_repeated')
  }
  return trimOptionalWhiteSpace(value) || undefined
}

/**
 * Reads every value of a header, each without the white space around it.
 * @param name - in lower case
 */
export function readHeaderValues({ headers, rawHeaders = [] }: RequestHead, name: string): readonly string[] {
  // Node's own header object drops the second of many a header.
  const raw = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name,
  )
  const values =
    raw.length > 0 ? raw : isFetchHeaders(headers) ? fetchValues(headers, name) : ownValues(headers, name)
  return values.map(trimOptionalWhiteSpace)
}

function fetchValues(headers: Headers, name: string): readonly string[] {
  // A pseudo-header of HTTP/2 is no name that `get` takes.
  const value = name.startsWith(':') ? null : headers.get(name)
  return value === null ? [] : [value]
}

function ownValues(headers: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  return Object.entries(headers).flatMap(([key, value]) =>
    key.toLowerCase() !== name || value === undefined ? [] : ([value].flat() as string[]),
  )
}
