import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  KeyObject,
  X509Certificate,
} from 'node:crypto'
import { oneOf } from '../check-option.js'
import { decodeBase64, decodeBase64Url, decodeHex } from '../crypto/strict-decoding.js'
import { checkPairKey } from './check-pair-key.js'
import { type KeyAlgorithm, type KeyKind, kindOf } from './key-algorithm.js'

/**
 * A key as it comes: PEM; text of Standard Webhooks (`whsec_`, `whpk_`, `whsk_`); other text, which needs a `format`;
 * bytes, which are a secret, DER, or a public key without any wrapping; a JWK; or a `KeyObject` of Node's.
 */
export type KeyMaterial = string | Uint8Array | JsonWebKey | KeyObject

/** How text becomes the bytes of a key. */
export type KeyFormat = 'utf8' | 'hex' | 'base64'

/**
 * Imports a key, once, so that no request pays for it.
 * @param place - begins the messages of errors; they never show the key
 * @throws TypeError for what is no key of the algorithm, and for keys that are too weak
 */
export function importKey(
  material: KeyMaterial,
  algorithm: KeyAlgorithm,
  format: KeyFormat | undefined,
  place: string,
): KeyObject {
  checkMaterial(material, place)
  if (format !== undefined) oneOf(['utf8', 'hex', 'base64'], format, `${place}: format`)
  const kind = kindOf(algorithm)
  if (kind === 'secret') return importSecretKey(material, algorithm, format, place)
  const key = importPairKey(material, kind, format, place)
  checkPairKey(key, algorithm, place)
  return key
}

function importSecretKey(
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

function importPairKey(
  material: KeyMaterial,
  kind: KeyKind,
  format: KeyFormat | undefined,
  place: string,
): KeyObject {
  if (material instanceof KeyObject) return material
  if (material instanceof Uint8Array) return importBytes(material, kind, place)
  if (typeof material === 'object') return importWith(() => keyOfJwk(material), 'no JWK of a key pair', place)
  if (material.startsWith('-----BEGIN'))
    return importWith(() => keyOfPem(material), 'no PEM that can be read', place)
  if (/^wh[ps]k_/.test(material)) {
    if (kind !== 'ed25519')
      throw new TypeError(
        `${place} is an Ed25519 key (${material.slice(0, 5)}), and an ${kind === 'rsa' ? 'RSA key' : 'EC key on P-256'} is needed.`,
      )
    const bytes = decodeText(material.slice('whpk_'.length), 'base64', place)
    return material.startsWith('whpk_') ? importBytes(bytes, kind, place) : importSeed(bytes, place)
  }
  if (material.startsWith('whsec_'))
    throw new TypeError(`${place} is a shared secret (whsec_), and a key of a pair is needed.`)
  if (format !== 'hex' && format !== 'base64')
    throw new TypeError(
      `${place} is text that is no PEM: say how to read it, with format: 'base64' or 'hex'.`,
    )
  return importBytes(decodeText(material, format, place), kind, place)
}

function keyOfPem(text: string): KeyObject {
  return /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text) ? createPrivateKey(text) : createPublicKey(text)
}

function keyOfJwk(jwk: JsonWebKey): KeyObject {
  const input = { key: jwk, format: 'jwk' } as const
  return typeof jwk.d === 'string' ? createPrivateKey(input) : createPublicKey(input)
}

/** DER (SubjectPublicKeyInfo, then PKCS #8), or a public key without any wrapping. */
function importBytes(bytes: Uint8Array, kind: KeyKind, place: string): KeyObject {
  const buffer = Buffer.from(bytes)
  if (kind === 'ed25519' && buffer.length === 32)
    return keyOfJwk({ kty: 'OKP', crv: 'Ed25519', x: buffer.toString('base64url') })
  if (kind === 'p256' && buffer.length === 65 && buffer[0] === 4) {
    const [x, y] = [buffer.subarray(1, 33), buffer.subarray(33)].map((part) => part.toString('base64url'))
    return importWith(
      () => keyOfJwk({ kty: 'EC', crv: 'P-256', x: x as string, y: y as string }),
      'no point of P-256',
      place,
    )
  }
  return importWith(
    () => {
      try {
        return createPublicKey({ key: buffer, format: 'der', type: 'spki' })
      } catch {
        return createPrivateKey({ key: buffer, format: 'der', type: 'pkcs8' })
      }
    },
    'neither DER (SubjectPublicKeyInfo or PKCS #8) nor the bytes of a public key',
    place,
  )
}

/** The seed of an Ed25519 key, which Svix writes with the public key behind it. */
function importSeed(bytes: Uint8Array, place: string): KeyObject {
  if (bytes.length !== 32 && bytes.length !== 64)
    throw new TypeError(`${place} has ${String(bytes.length)} bytes behind whsk_, and 32 or 64 are needed.`)
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), bytes.subarray(0, 32)])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const publicHalf = Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x as string, 'base64url')
  if (bytes.length === 64 && !publicHalf.equals(bytes.subarray(32)))
    throw new TypeError(`${place}: the public key behind the seed is not the seed's.`)
  return key
}

/** Node's own messages may quote what they could not read. */
function importWith(make: () => KeyObject, fault: string, place: string): KeyObject {
  try {
    return make()
  } catch {
    throw new TypeError(`${place} is ${fault}.`)
  }
}

function isPublicKey(bytes: Buffer): boolean {
  const readings = [
    () => createPublicKey({ key: bytes, format: 'der', type: 'spki' }),
    () => createPublicKey({ key: bytes, format: 'der', type: 'pkcs1' }),
    () => new X509Certificate(bytes),
  ]
  return bytes.includes('-----BEGIN') || readings.some(succeeds)
}

function succeeds(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}

function decodeText(text: string, format: KeyFormat, place: string): Uint8Array {
  switch (format) {
    case 'utf8':
      return Buffer.from(text, 'utf8')
    case 'hex':
      return decodeHex(text) ?? reject(`${place} is not hexadecimal.`)
    case 'base64':
      return decodeBase64(text) ?? reject(`${place} is not base64.`)
  }
}

function checkMaterial(material: unknown, place: string): void {
  // Callers without a type checker pass undefined when an environment variable is not set.
  if (material === undefined || material === null) throw new TypeError(`${place} is missing.`)
  if (typeof material === 'string' && material.trim() === '')
    throw new TypeError(`${place} is empty or blank.`)
  if (typeof material !== 'string' && typeof material !== 'object')
    throw new TypeError(`${place} is neither text, bytes, a JWK nor a KeyObject.`)
}

function reject(message: string): never {
  throw new TypeError(message)
}
