import { lowerCaseHeaders, type CapturedRequest } from '../captured-request.js'
import { CaptureError } from './capture-error.js'
import { headersOfList } from './header-list.js'

/** Reads `{ method, url, headers, body | bodyBase64, receivedAt? }`. */
export function parseJsonCapture(value: unknown): CapturedRequest {
  const {
    method = 'POST',
    url = '/',
    path,
    headers,
    body,
    rawBody,
    bodyBase64,
    receivedAt,
  } = value as Record<string, unknown>
  const target = typeof path === 'string' && url === '/' ? path : url
  const arrival = receivedAt === undefined ? {} : { receivedAt: instantOf(receivedAt) }
  if (typeof method !== 'string' || typeof target !== 'string')
    throw new CaptureError('method and url of a JSON capture are text.')
  return {
    method: method.toUpperCase(),
    url: target,
    headers: headersOfJson(headers),
    rawBody: bodyOf(body ?? rawBody, bodyBase64),
    ...arrival,
  }
}

/** Reads the headers of a JSON capture. @throws CaptureError for what are none */
export function headersOfJson(headers: unknown): CapturedRequest['headers'] {
  const wrong =
    'headers of a JSON capture are an object of texts, or a list of [name, value] or { name, value }.'
  if (typeof headers !== 'object' || headers === null) throw new CaptureError(wrong)
  if (Array.isArray(headers)) {
    return headersOfList(
      headers.map((header: unknown) => {
        const { name, value } = header as { name?: unknown; value?: unknown }
        const [key, text] = Array.isArray(header) ? (header as unknown[]) : [name, value]
        if (typeof key !== 'string' || typeof text !== 'string') throw new CaptureError(wrong)
        return [key, text] as const
      }),
    )
  }
  const isText = (value: unknown) => typeof value === 'string' || typeof value === 'number'
  const entries = Object.entries(headers as Record<string, unknown>)
  if (!entries.every(([, value]) => isText(value) || (Array.isArray(value) && value.every(isText))))
    throw new CaptureError(wrong)
  return lowerCaseHeaders(
    Object.fromEntries(
      entries.map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]),
    ),
  )
}

function bodyOf(body: unknown, bodyBase64: unknown): Buffer {
  if (typeof bodyBase64 === 'string') {
    if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(bodyBase64)) throw new CaptureError('bodyBase64 is not base64.')
    return Buffer.from(bodyBase64, 'base64')
  }
  if (typeof body === 'string') return Buffer.from(body, 'utf8')
  if (body === undefined && bodyBase64 === undefined)
    throw new CaptureError("A JSON capture has body or bodyBase64, also where the body is empty: '' says so.")
  throw new CaptureError(
    'body of a JSON capture is text: a body that was parsed has lost the bytes that were signed. Give the text, or bodyBase64.',
  )
}

function instantOf(value: unknown): number {
  const instant =
    typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (Number.isNaN(instant))
    throw new CaptureError('receivedAt of a JSON capture is epoch ms, or an ISO 8601 instant.')
  return instant
}
