import { constants, type KeyObject, sign, type SignKeyObjectInput, verify } from 'node:crypto'
import type { PairAlgorithm } from '../keys/key-algorithm.js'

/** How the two numbers of an ECDSA signature are written: as DER, or one after the other (IEEE P1363, as in JOSE). */
export type EcdsaForm = 'der' | 'raw'

interface Parameters {
  /** Ed25519 has its hash within. */
  readonly hash: 'sha1' | 'sha256' | 'sha512' | null
  readonly options: Omit<SignKeyObjectInput, 'key'>
}

const { RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_DIGEST } = constants
// The salt is as long as the hash. Node's own default for verifying takes any length.
const pss = { padding: RSA_PKCS1_PSS_PADDING, saltLength: RSA_PSS_SALTLEN_DIGEST }

function parametersOf(algorithm: PairAlgorithm, ecdsa: EcdsaForm): Parameters {
  switch (algorithm) {
    case 'ecdsa-p256-sha1':
      return { hash: 'sha1', options: { dsaEncoding: ecdsa === 'raw' ? 'ieee-p1363' : 'der' } }
    case 'ecdsa-p256-sha256':
      return { hash: 'sha256', options: { dsaEncoding: ecdsa === 'raw' ? 'ieee-p1363' : 'der' } }
    case 'ed25519':
      return { hash: null, options: {} }
    case 'rsa-pkcs1-sha1':
      return { hash: 'sha1', options: { padding: RSA_PKCS1_PADDING } }
    case 'rsa-pkcs1-sha256':
      return { hash: 'sha256', options: { padding: RSA_PKCS1_PADDING } }
    case 'rsa-pkcs1-sha512':
      return { hash: 'sha512', options: { padding: RSA_PKCS1_PADDING } }
    case 'rsa-pss-sha256':
      return { hash: 'sha256', options: pss }
    case 'rsa-pss-sha512':
      return { hash: 'sha512', options: pss }
  }
}

/** Signs and verifies with keys of one algorithm. */
export interface PairSignature {
  sign(key: KeyObject, data: Uint8Array): Buffer
  /** Never throws: what cannot be a signature is none. */
  verify(key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean
  /** Whether a signature of this key can have so many bytes. */
  canHaveLength(key: KeyObject, bytes: number): boolean
}

/**
 * Prepares signatures by pairs of keys: RSASSA-PSS and RSASSA-PKCS1-v1_5 (RFC 8017, 8.1 and 8.2), ECDSA on P-256
 * (FIPS 186-5, 6) and Ed25519 (RFC 8032, 5.1).
 */
export function pairSignature(algorithm: PairAlgorithm, ecdsa: EcdsaForm = 'raw'): PairSignature {
  const { hash, options } = parametersOf(algorithm, ecdsa)
  return {
    sign: (key, data) => sign(hash, data, { key, ...options }),
    verify(key, data, signature) {
      try {
        return verify(hash, data, { key, ...options }, signature)
      } catch {
        return false
      }
    },
    canHaveLength(key, bytes) {
      if (algorithm === 'ed25519') return bytes === 64
      if (algorithm.startsWith('ecdsa-p256-'))
        return ecdsa === 'raw' ? bytes === 64 : bytes >= 8 && bytes <= 72
      return bytes === Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8)
    },
  }
}
