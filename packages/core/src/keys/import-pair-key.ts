import { createPrivateKey, createPublicKey, type JsonWebKey, KeyObject } from 'node:crypto'
import type { KeyKind } from './key-algorithm.js'
import { decodeText, type KeyFormat, type KeyMaterial } from './key-material.js'

/**
 * Imports a key of a pair, public or private.
 * @throws TypeError for what cannot be read as one
 */
export function importPairKey(
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
