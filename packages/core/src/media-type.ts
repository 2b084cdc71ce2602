import { UnsupportedMediaTypeError } from './errors.js'
import { readHeader, type RequestHead } from './request.js'

/** The ways in which a body is decoded. */
export type PayloadFormat = 'json' | 'form' | 'text' | 'raw'

/**
 * Tells by the media type how to decode the body, or what is encrypted in it. A request that names none is taken for
 * JSON.
 * @throws UnsupportedMediaTypeError for a media type that is none of JSON, form and text
 */
export function formatOfMediaType(request: RequestHead, isEncrypted: boolean): PayloadFormat {
  const header = readHeader(request, 'content-type')
  if (header === undefined || header === 'application/json') return 'json'
  const [type = ''] = header.split(';', 1)
  const mediaType = type.trim().toLowerCase()
  if (mediaType === 'application/json' || mediaType.endsWith('+json')) return 'json'
  if (mediaType === 'application/x-www-form-urlencoded') return 'form'
  if (mediaType.startsWith('text/')) return 'text'
  // That of a JWE in compact form (RFC 7515, 9.2.1), which says nothing of its plaintext.
  if (isEncrypted && mediaType === 'application/jose') return 'json'
  throw new UnsupportedMediaTypeError()
}

/**
 * Refuses what cannot be decoded as UTF-8 text: another charset, or compressed bytes, which are verified and handed
 * on as sent.
 * @throws UnsupportedMediaTypeError
 */
export function checkTextEncoding(request: RequestHead): void {
  const coding = readHeader(request, 'content-encoding')
  if (coding !== undefined && coding.toLowerCase() !== 'identity') throw new UnsupportedMediaTypeError()
  const contentType = readHeader(request, 'content-type')
  if (contentType?.includes(';') !== true) return
  const charset = /;\s*charset="?([^;"\s]+)/i.exec(contentType)?.[1]
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) throw new UnsupportedMediaTypeError()
}
