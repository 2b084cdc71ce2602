import { createHash } from 'node:crypto'
import type { Hash } from './hash.js'
import type { Mac } from './mac.js'
import { encodeSignature, type SignatureEncoding } from './signature-encoding.js'

/**
 * Prepares a plain hash over a secret and what is signed, for providers that have no MAC. With the secret at the start,
 * who sees one signature can make another for a longer text (FIPS 180-4 hashes can be extended).
 */
export function prepareSecretHash(
  secret: Uint8Array,
  hash: Hash,
  secretAt: 'start' | 'end',
  encoding: SignatureEncoding,
): Mac {
  // Where no inspection of the scheme shows it.
  return function hashWithSecret(prefix, body, suffix) {
    const content = createHash(hash)
    if (secretAt === 'start') content.update(secret)
    content.update(prefix, 'latin1').update(body).update(suffix, 'latin1')
    if (secretAt === 'end') content.update(secret)
    return encodeSignature(content.digest(), encoding)
  }
}
