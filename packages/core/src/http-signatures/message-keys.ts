import { madeOfMac } from '../crypto/keys.js'
import { prepareMac } from '../crypto/mac.js'
import { pairKey } from '../crypto/pair-key.js'
import { pairSignature } from '../crypto/pair-signature.js'
import type { SchemeKey } from '../crypto/scheme-key.js'
import type { KeyAlgorithm, PairAlgorithm } from '../keys/key-algorithm.js'
import { importRing, type Key, type KeyEntry, KeyRing } from '../keys/key-ring.js'

/** What the registry of HTTP signature algorithms calls them (RFC 9421, 6.2.2). */
const registeredNames: Partial<Record<KeyAlgorithm, string>> = {
  'ecdsa-p256-sha256': 'ecdsa-p256-sha256',
  ed25519: 'ed25519',
  'hmac-sha256': 'hmac-sha256',
  'rsa-pkcs1-sha256': 'rsa-v1_5-sha256',
  'rsa-pss-sha512': 'rsa-pss-sha512',
}

/**
 * Makes keys for message signatures (RFC 9421, 3.3), of which `label` is the registered name of the one algorithm.
 * Of a ring those are taken that have such an algorithm; of entries all must have one.
 * @throws TypeError when there is none, or one cannot be imported
 */
export function messageKeys(given: KeyRing | readonly KeyEntry[], place: string): readonly SchemeKey[] {
  const keys = given instanceof KeyRing ? given.keys.filter(isForMessages) : importRing(given, place).keys
  if (keys.length === 0) throw new TypeError(`${place}: no key of the ring is for an algorithm of RFC 9421.`)
  return keys.map((key) => messageKey(key, place))
}

function isForMessages({ algorithm }: Key): boolean {
  return registeredNames[algorithm] !== undefined
}

function messageKey(key: Key, place: string): SchemeKey {
  const label = registeredNames[key.algorithm]
  if (label === undefined) {
    const known = Object.keys(registeredNames).join(', ')
    throw new TypeError(`${place}: key ${key.kid} is for ${key.algorithm}, and can be for ${known}.`)
  }
  if (!/^[\x20-\x7e]+$/.test(key.kid))
    throw new TypeError(`${place}: the kid of a key must be printable ASCII: it is sent as keyid.`)
  if (key.algorithm === 'hmac-sha256') return secretKey(key, label)
  // ECDSA has its two numbers one after the other (3.3.4).
  const signature = pairSignature(key.algorithm as PairAlgorithm, 'raw')
  return pairKey(key, signature, { encoding: 'base64', label })
}

function secretKey({ kid, uses, notBefore, notAfter, object }: Key, label: string): SchemeKey {
  const { form, verifies, sign } = madeOfMac(
    prepareMac(object.export(), 'sha256', 'base64'),
    'sha256',
    'base64',
  )
  return {
    keyId: kid,
    isNamed: true,
    label,
    isPrivate: false,
    notBefore,
    notAfter,
    form,
    verifies: (...content) => uses.includes('verify') && verifies(...content),
    sign: uses.includes('sign') ? sign : undefined,
  }
}
