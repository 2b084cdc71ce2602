import type { Key } from '../keys/key-ring.js'
import type { PairSignature } from './pair-signature.js'
import type { SchemeKey } from './scheme-key.js'
import {
  decodeSignature,
  encodeSignature,
  pairForm,
  sentSpelling,
  type SignatureEncoding,
} from './signature-encoding.js'

/** How the signatures of a pair of keys are written. */
export interface PairKeyProfile {
  readonly encoding: SignatureEncoding
  readonly label: string
}

/** Makes a key of a scheme of one of a ring. */
export function pairKey(
  { kid, isNamed, uses, notBefore, notAfter, object }: Key,
  signature: PairSignature,
  { encoding, label }: PairKeyProfile,
): SchemeKey {
  return {
    keyId: kid,
    isNamed,
    label,
    isPrivate: object.type === 'private',
    notBefore,
    notAfter,
    form: pairForm(encoding, (bytes) => signature.canHaveLength(object, bytes)),
    verifies(candidates, prefix, body, suffix) {
      if (!uses.includes('verify')) return false
      const data = contentOf(prefix, body, suffix)
      return candidates.some((candidate) => {
        const bytes = decodeSignature(candidate, encoding)
        return bytes !== undefined && signature.verify(object, data, bytes)
      })
    },
    sign: uses.includes('sign')
      ? (prefix, body, suffix) =>
          sentSpelling(
            encodeSignature(signature.sign(object, contentOf(prefix, body, suffix)), encoding),
            encoding,
          )
      : undefined,
  }
}

// Signatures by a pair take tens of microseconds, so that a copy of the body does not matter.
function contentOf(prefix: string, body: Uint8Array, suffix: string): Uint8Array {
  if (prefix === '' && suffix === '') return body
  return Buffer.concat([Buffer.from(prefix, 'latin1'), body, Buffer.from(suffix, 'latin1')])
}
