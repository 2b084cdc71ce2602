import { nonceBytes, tagBytes } from '../decrypt/aes-gcm.js'
import { decodeBase64Url } from '../crypto/strict-decoding.js'
import { DecryptionError } from '../errors.js'
import type { EncryptionAlgorithm, KeyAlgorithm } from '../keys/key-algorithm.js'
import { readProtectedHeader } from '../jwt/protected-header.js'

/** The algorithms of keys that open JWE here. */
export type JweKeyAlgorithm = EncryptionAlgorithm

const names: Record<JweKeyAlgorithm, string> = {
  'aes-256-gcm': 'dir',
  'ecdh-es': 'ECDH-ES',
  'rsa-oaep-256': 'RSA-OAEP-256',
}

/** Gives the `alg` of a key's algorithm (RFC 7518, 4.1). */
export function jweNameOf(algorithm: JweKeyAlgorithm): string {
  return names[algorithm]
}

/** Tells whether keys of the algorithm open JWE here. */
export function isJweKeyAlgorithm(algorithm: KeyAlgorithm): algorithm is JweKeyAlgorithm {
  return algorithm in names
}

/** What a JWE says of itself. Nothing in it is verified yet. */
export interface CompactJwe {
  readonly text: string
  readonly algorithm: JweKeyAlgorithm
  readonly kid: string | undefined
}

/**
 * Reads a JWE in compact form (RFC 7516, 7.1), each part in strict base64url.
 * @throws DecryptionError
 */
export function readCompactJwe(rawBody: Buffer): CompactJwe {
  const text = rawBody.toString('latin1')
  const parts = text.split('.', 6)
  if (parts.length !== 5) throw new DecryptionError('envelope_malformed')
  const [headerText = '', encryptedKey = '', ...rest] = parts
  const header = readProtectedHeader(headerText)
  const algorithm = (Object.keys(names) as JweKeyAlgorithm[]).find((name) => names[name] === header?.alg)
  if (header === undefined || algorithm === undefined || header.enc !== 'A256GCM')
    throw new DecryptionError('envelope_malformed')
  // What is compressed and encrypted shows by its length what it is (RFC 8725, 3.6), and may be a bomb.
  const { kid, zip, crit } = header
  if (zip !== undefined || crit !== undefined || (kid !== undefined && typeof kid !== 'string'))
    throw new DecryptionError('envelope_malformed')
  const [nonce, , tag] = [...rest, encryptedKey].map(bytesOf)
  if (nonce?.length !== nonceBytes) throw new DecryptionError('nonce_length')
  if (tag?.length !== tagBytes) throw new DecryptionError('envelope_malformed')
  return { text, algorithm, kid }
}

function bytesOf(text: string): Buffer {
  const bytes = decodeBase64Url(text)
  if (bytes === undefined) throw new DecryptionError('envelope_malformed')
  return bytes
}
