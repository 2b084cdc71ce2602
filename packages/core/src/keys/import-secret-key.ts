import { createSecretKey, KeyObject } from 'node:crypto'
import { isPublicKey } from '../crypto/is-public-key.js'
import { decodeBase64Url } from '../crypto/strict-decoding.js'
import type { KeyAlgorithm } from './key-algorithm.js'
import { decodeText, type KeyFormat, type KeyMaterial, reject } from './key-material.js'

/**
 * Imports a shared secret.
 * @throws TypeError for a key of a pair, which must never be one, and for secrets of a wrong length
 */
export function importSecretKey(
  material: KeyMaterial,
  algorithm: KeyAlgorithm,
  format: KeyFormat | undefined,
  place: string,
): KeyObject {
  const key = material instanceof KeyObject ? material : createSecretKey(secretBytes(material, format, place))
  if (key.type !== 'secret' || isPublicKey(key.export())) {
    throw new TypeError(
      `${place} is a key of a pair, and a shared secret is needed: a public key must never be one.`,
    )
  }
  const bytes = key.symmetricKeySize ?? 0
  if (algorithm === 'aes-256-gcm' && bytes !== 32)
    throw new TypeError(`${place} has ${String(bytes)} bytes, and AES-256 needs 32.`)
  if (bytes < 16)
    throw new TypeError(`${place} is too short: ${String(bytes)} bytes, and at least 16 are needed.`)
  return key
}

function secretBytes(
  material: Exclude<KeyMaterial, KeyObject>,
  format: KeyFormat | undefined,
  place: string,
): Uint8Array {
  if (material instanceof Uint8Array) return material
  if (typeof material === 'object') {
    if (material.kty !== 'oct')
      throw new TypeError(`${place} is a JWK with another kty than 'oct', which a shared secret has.`)
    const bytes = typeof material.k === 'string' ? decodeBase64Url(material.k) : undefined
    return bytes ?? reject(`${place}: its k is not base64url.`)
  }
  if (/^(?:-----BEGIN|whpk_|whsk_)/.test(material)) {
    throw new TypeError(
      `${place} is a key of a pair, and a shared secret is needed: a public key must never be one.`,
    )
  }
  if (material.startsWith('whsec_')) return decodeText(material.slice('whsec_'.length), 'base64', place)
  if (format === undefined)
    throw new TypeError(`${place} is text: say how to read it, with format: 'base64', 'hex' or 'utf8'.`)
  return decodeText(material, format, place)
}
