import { decodeBase64Url } from '../crypto/strict-decoding.js'

/** The members of a protected header that decide which key is used, and how. Nothing in it is verified yet. */
export interface ProtectedHeader {
  readonly alg?: unknown
  readonly enc?: unknown
  readonly kid?: unknown
  readonly crit?: unknown
  readonly b64?: unknown
  readonly zip?: unknown
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads a protected header, base64url of a JSON object (RFC 7515, 4), or gives `undefined` for what is none. */
export function readProtectedHeader(text: string): ProtectedHeader | undefined {
  const bytes = text === '' ? undefined : decodeBase64Url(text)
  if (bytes === undefined) return undefined
  try {
    const header: unknown = JSON.parse(utf8.decode(bytes))
    return typeof header === 'object' && header !== null && !Array.isArray(header) ? header : undefined
  } catch {
    return undefined
  }
}
