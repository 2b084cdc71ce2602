import { trimmed } from './header-value.js'

/** A request as it reached the receiver, or as it was recorded. Everything in it is unverified. */
export interface CapturedRequest {
  readonly method: string
  /** The path and the query as they arrived, or an absolute URL. */
  readonly url: string
  /** Names in lower case; a list where a header came several times. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  /** The bytes of the body. */
  readonly rawBody: Uint8Array
  /** When it arrived, in epoch ms. */
  readonly receivedAt?: number | undefined
}

/** The headers by names in lower case, without those that are `undefined`. */
export function lowerCaseHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string | readonly string[]> {
  const lower: Record<string, string | readonly string[]> = Object.create(null) as typeof lower
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) lower[name.toLowerCase()] = value
  return lower
}

/** One header that came once; of several the first. */
export function headerOf(request: CapturedRequest, name: string): string | undefined {
  const value = request.headers[name]
  const first = typeof value === 'string' ? value : value?.[0]
  return first === undefined ? undefined : trimmed(first) || undefined
}

/** The request with one header more, or another value of it. */
export function withHeader(request: CapturedRequest, name: string, value: string): CapturedRequest {
  return { ...request, headers: { ...request.headers, [name]: value } }
}

/** The request with other bytes for its body. */
export function withBody(request: CapturedRequest, rawBody: Uint8Array): CapturedRequest {
  return { ...request, rawBody }
}

/** As a server sees it: the path and the query in the request line, and the host in a header. */
export function asReceived(request: CapturedRequest): CapturedRequest {
  const [, host, target = ''] = /^https?:\/\/([^/?#]*)([^#]*)/i.exec(request.url) ?? []
  const headers = lowerCaseHeaders(request.headers)
  if (host === undefined) return { ...request, headers, url: request.url.replace(/#.*$/s, '') }
  const url = target.startsWith('/') ? target : `/${target}`
  return { ...request, url, headers: headers['host'] === undefined ? { ...headers, host } : headers }
}
