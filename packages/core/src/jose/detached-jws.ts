import { decodeBase64Url } from '../crypto/strict-decoding.js'
import { SignatureError } from '../errors.js'
import type { KeyAlgorithm } from '../keys/key-algorithm.js'
import { type JwsKeyAlgorithm, jwsKeyAlgorithmOf } from './jws-algorithm.js'
import { type ProtectedHeader, readProtectedHeader } from '../jwt/protected-header.js'

/** A JWS without its payload, as a header carries it. Nothing in it is verified yet. */
export interface DetachedJws {
  readonly algorithm: JwsKeyAlgorithm
  readonly kid: string | undefined
  /** Whether the payload is signed as base64url (RFC 7515), and not as it is (RFC 7797). */
  readonly b64: boolean
  /** As sent, in base64url: what is signed is this text. */
  readonly protectedText: string
  readonly signature: string
}

// Of an RSA key of 16 384 bits, with as much again for the protected header.
const longest = 8192

/**
 * Reads a JWS with detached content, in compact form (RFC 7515, appendix F). The algorithm is looked at first, so that
 * `none` is refused as what it is.
 * @throws SignatureError
 */
export function readDetachedJws(text: string, allowed: readonly KeyAlgorithm[]): DetachedJws {
  const parts = text.split('.', 4)
  const [protectedText = '', payload = '', signature = ''] = parts
  if (text.length > longest || parts.length !== 3 || payload !== '')
    throw new SignatureError('header_malformed')
  const header = readProtectedHeader(protectedText)
  if (header === undefined) throw new SignatureError('header_malformed')
  const algorithm = jwsKeyAlgorithmOf(header.alg)
  if (algorithm === undefined || !allowed.includes(algorithm))
    throw new SignatureError('algorithm_not_allowed')
  const b64 = checkExtensions(header)
  const { kid } = header
  if (kid !== undefined && typeof kid !== 'string') throw new SignatureError('header_malformed')
  if (signature === '' || decodeBase64Url(signature) === undefined)
    throw new SignatureError('signature_malformed')
  return { algorithm, kid, b64, protectedText, signature }
}

/** Heeds `crit` (RFC 7515, 4.1.11), of which `b64` alone is known (RFC 7797, 6), and gives the `b64`. */
function checkExtensions(header: ProtectedHeader): boolean {
  const { crit, b64 = true } = header
  if (typeof b64 !== 'boolean') throw new SignatureError('header_malformed')
  if (crit === undefined) {
    // Whoever does not know b64 would verify other bytes than whoever does.
    if (header.b64 !== undefined) throw new SignatureError('header_malformed')
    return true
  }
  if (!Array.isArray(crit) || crit.length === 0) throw new SignatureError('header_malformed')
  if (crit.some((name) => name !== 'b64')) throw new SignatureError('signature_unsupported')
  if (crit.length > 1 || header.b64 === undefined) throw new SignatureError('header_malformed')
  return b64
}
