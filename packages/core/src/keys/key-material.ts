import type { JsonWebKey, KeyObject } from 'node:crypto'
import { decodeBase64, decodeHex } from '../crypto/strict-decoding.js'

/**
 * A key as it comes: PEM; text of Standard Webhooks (`whsec_`, `whpk_`, `whsk_`); other text, which needs a `format`;
 * bytes, which are a secret, DER, or a public key without any wrapping; a JWK; or a `KeyObject` of Node's.
 */
export type KeyMaterial = string | Uint8Array | JsonWebKey | KeyObject

/** How text becomes the bytes of a key. */
export type KeyFormat = 'utf8' | 'hex' | 'base64'

/**
 * Decodes the text of a key. `place` begins the messages of errors.
 * @throws TypeError
 */
export function decodeText(text: string, format: KeyFormat, place: string): Uint8Array {
  switch (format) {
    case 'utf8':
      return Buffer.from(text, 'utf8')
    case 'hex':
      return decodeHex(text) ?? reject(`${place} is not hexadecimal.`)
    case 'base64':
      return decodeBase64(text) ?? reject(`${place} is not base64.`)
  }
}

/** Refuses a key. */
export function reject(message: string): never {
  throw new TypeError(message)
}
