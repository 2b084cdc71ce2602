import { type AsymmetricKeyDetails, createPublicKey, type KeyObject } from 'node:crypto'
import { type KeyAlgorithm, kindOf } from './key-algorithm.js'

/**
 * Refuses a key of a pair that is of another kind, or that signatures by it would prove nothing.
 * @throws TypeError
 */
export function checkPairKey(key: KeyObject, algorithm: KeyAlgorithm, place: string): void {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  const found = type ?? 'a shared secret'
  switch (kindOf(algorithm)) {
    case 'rsa':
      if (type !== 'rsa' && type !== 'rsa-pss')
        throw new TypeError(`${place} is ${found}, and an RSA key is needed.`)
      if ((details?.modulusLength ?? 0) < 2048) {
        throw new TypeError(
          `${place} is an RSA key of ${String(details?.modulusLength)} bits, and at least 2048 are needed (NIST SP 800-131A).`,
        )
      }
      if (!isExponent(details?.publicExponent ?? 0n))
        throw new TypeError(
          `${place} is an RSA key with the exponent ${String(details?.publicExponent)}, under which anyone can sign or nobody can.`,
        )
      if (type === 'rsa-pss' && !isForPss(details, algorithm))
        throw new TypeError(`${place} is an RSA-PSS key whose parameters rule out ${algorithm}.`)
      return
    case 'p256':
      if (type !== 'ec' || details?.namedCurve !== 'prime256v1')
        throw new TypeError(
          `${place} is ${found}${details?.namedCurve === undefined ? '' : ` on ${details.namedCurve}`}, and an EC key on P-256 is needed.`,
        )
      return
    case 'ed25519':
      if (type !== 'ed25519') throw new TypeError(`${place} is ${found}, and an Ed25519 key is needed.`)
      if (isOfSmallOrder(key))
        throw new TypeError(
          `${place} is an Ed25519 point of small order, under which anyone can sign anything.`,
        )
      return
    case 'secret':
      throw new TypeError(`${place} is a key of a pair.`)
  }
}

function isExponent(exponent: bigint): boolean {
  return exponent >= 3n && exponent % 2n === 1n
}

/** A key of the type rsa-pss is for that alone, and may name its hash and its shortest salt (RFC 4055, 3.1). */
function isForPss(details: AsymmetricKeyDetails | undefined, algorithm: KeyAlgorithm): boolean {
  if (algorithm !== 'rsa-pss-sha256' && algorithm !== 'rsa-pss-sha512') return false
  const [hash, bytes] = algorithm === 'rsa-pss-sha256' ? ['sha256', 32] : ['sha512', 64]
  const { hashAlgorithm = hash, mgf1HashAlgorithm = hash, saltLength = 0 } = details ?? {}
  return hashAlgorithm === hash && mgf1HashAlgorithm === hash && saltLength <= bytes
}

// The points of order 1, 2, 4 and 8, in each of their encodings (RFC 8032, 5.1.3), without the bit of the sign.
const smallOrder = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
])

function isOfSmallOrder(key: KeyObject): boolean {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  const point = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url')
  point[31] = (point[31] as number) & 0x7f
  return smallOrder.has(point.toString('hex'))
}
