import { type RequestHead, trimOptionalWhiteSpace } from '../request.js'

/**
 * Reads a header field as signatures cover it: each value without the white space around it, several joined with a
 * comma and a space (RFC 9421, 2.1). A field that is there and empty is empty text.
 * @param name - in lower case
 */
export function fieldValue(request: RequestHead, name: string): string | undefined {
  const values = rawValues(request, name)
  if (values.length === 0) return undefined
  return values.map(trimOptionalWhiteSpace).join(', ')
}

function rawValues({ headers, rawHeaders = [] }: RequestHead, name: string): readonly string[] {
  // Node's own header object drops the second of many a header.
  const raw = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name,
  )
  if (raw.length > 0) return raw
  if (typeof headers.get === 'function') return fetchValues(headers as Headers, name)
  return Object.entries(headers).flatMap(([key, value]) =>
    key.toLowerCase() !== name || value === undefined ? [] : ([value].flat() as string[]),
  )
}

function fetchValues(headers: Headers, name: string): readonly string[] {
  // A pseudo-header of HTTP/2 is no name that `get` takes.
  const value = name.startsWith(':') ? null : headers.get(name)
  return value === null ? [] : [value]
}
