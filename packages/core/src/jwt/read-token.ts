import { decodeBase64Url } from '../crypto/strict-decoding.js'
import { SignatureError } from '../errors.js'
import { readProtectedHeader } from './protected-header.js'

/** The claims of a token (RFC 7519, 4). */
export type Claims = Readonly<Record<string, unknown>>

/** A token, read. Nothing in it is verified yet. */
export interface Token {
  readonly alg: string
  readonly kid: string | undefined
  readonly claims: Claims
  /** As sent: what is signed is this text. */
  readonly signedText: string
  /** In base64url. */
  readonly signature: string
}

// Headers of more are refused by Node itself; as a body it is bounded by bodyLimit.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads a token in compact form (RFC 7515, 7.1; RFC 7519, 7.2), each part in strict base64url.
 * @throws SignatureError
 */
export function readToken(text: string): Token {
  const parts = text.split('.', 4)
  const [headerText = '', claimsText = '', signature = ''] = parts
  const header = readProtectedHeader(headerText)
  const claims = readClaims(claimsText)
  if (parts.length !== 3 || header === undefined || claims === undefined)
    throw new SignatureError('header_malformed')
  const { alg, kid, crit, b64 } = header
  if (typeof alg !== 'string' || (kid !== undefined && typeof kid !== 'string'))
    throw new SignatureError('header_malformed')
  // Whoever does not know what is critical must not take it (RFC 7515, 4.1.11).
  if (crit !== undefined || b64 !== undefined) throw new SignatureError('signature_unsupported')
  if (signature === '' || decodeBase64Url(signature) === undefined)
    throw new SignatureError('signature_malformed')
  return { alg, kid, claims, signedText: `${headerText}.${claimsText}`, signature }
}

function readClaims(text: string): Claims | undefined {
  const bytes = text === '' ? undefined : decodeBase64Url(text)
  if (bytes === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(utf8.decode(bytes))
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims)
      ? (claims as Claims)
      : undefined
  } catch {
    return undefined
  }
}
