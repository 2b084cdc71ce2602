import type { JsonWebKey } from 'node:crypto'
import { type KeyAlgorithm, possibleUses } from './key-algorithm.js'

/** What JWKs for an algorithm have as `alg` (RFC 7518, 3.1, 4.1 and 5.1; RFC 8037, 3.1; RFC 9864, 2.2). */
const names: Record<KeyAlgorithm, readonly string[]> = {
  'aes-256-gcm': ['A256GCM', 'dir'],
  'ecdh-es': ['ECDH-ES'],
  'ecdsa-p256-sha1': [],
  'ecdsa-p256-sha256': ['ES256'],
  ed25519: ['EdDSA', 'Ed25519'],
  'hmac-sha1': ['HS1'],
  'hmac-sha256': ['HS256'],
  'hmac-sha384': ['HS384'],
  'hmac-sha512': ['HS512'],
  'rsa-oaep-256': ['RSA-OAEP-256'],
  'rsa-pkcs1-sha1': ['RS1'],
  'rsa-pkcs1-sha256': ['RS256'],
  'rsa-pkcs1-sha512': ['RS512'],
  'rsa-pss-sha256': ['PS256'],
  'rsa-pss-sha512': ['PS512'],
}

/**
 * Heeds what a JWK says that it is for: `alg` and `use` (RFC 7517, 4.2 and 4.4). Both are optional.
 * @throws TypeError when the key is for something else
 */
export function checkJwk({ alg, use }: JsonWebKey, algorithm: KeyAlgorithm, place: string): void {
  if (alg !== undefined && !names[algorithm].includes(alg as string))
    throw new TypeError(`${place}: its alg is ${JSON.stringify(alg)}, which is not ${algorithm}.`)
  const wanted = possibleUses(algorithm, 'public').includes('verify') ? 'sig' : 'enc'
  if (use !== undefined && use !== wanted)
    throw new TypeError(`${place}: its use is ${JSON.stringify(use)}, and ${algorithm} needs ${wanted}.`)
}
