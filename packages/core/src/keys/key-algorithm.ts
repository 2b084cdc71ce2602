/** What a key is for. It is bound to the key when it is imported, and never read from a message. */
export type KeyAlgorithm = SecretAlgorithm | PairAlgorithm | EncryptionAlgorithm

/** Signatures by a shared secret. */
export type SecretAlgorithm = 'hmac-sha1' | 'hmac-sha256' | 'hmac-sha384' | 'hmac-sha512'

/**
 * Signatures by a pair of keys. Each names its hash; RSASSA-PSS has MGF1 of that hash and a salt of its length. SHA-1
 * serves providers that have nothing else.
 */
export type PairAlgorithm =
  | 'ecdsa-p256-sha1'
  | 'ecdsa-p256-sha256'
  | 'ed25519'
  | 'rsa-pkcs1-sha1'
  | 'rsa-pkcs1-sha256'
  | 'rsa-pkcs1-sha512'
  | 'rsa-pss-sha256'
  | 'rsa-pss-sha512'

/** Encryption of payloads (RFC 7518: A256GCM with a shared key; ECDH-ES on P-256; RSA-OAEP-256). */
export type EncryptionAlgorithm = 'aes-256-gcm' | 'ecdh-es' | 'rsa-oaep-256'

/** What may be done with a key. */
export type KeyUse = 'sign' | 'verify' | 'encrypt' | 'decrypt'

/** What keys of an algorithm are made of. */
export type KeyKind = 'secret' | 'rsa' | 'p256' | 'ed25519'

interface Traits {
  readonly kind: KeyKind
  readonly purpose: 'signatures' | 'encryption'
}

const traits: Record<KeyAlgorithm, Traits> = {
  'hmac-sha1': { kind: 'secret', purpose: 'signatures' },
  'hmac-sha256': { kind: 'secret', purpose: 'signatures' },
  'hmac-sha384': { kind: 'secret', purpose: 'signatures' },
  'hmac-sha512': { kind: 'secret', purpose: 'signatures' },
  'ecdsa-p256-sha1': { kind: 'p256', purpose: 'signatures' },
  'ecdsa-p256-sha256': { kind: 'p256', purpose: 'signatures' },
  ed25519: { kind: 'ed25519', purpose: 'signatures' },
  'rsa-pkcs1-sha1': { kind: 'rsa', purpose: 'signatures' },
  'rsa-pkcs1-sha256': { kind: 'rsa', purpose: 'signatures' },
  'rsa-pkcs1-sha512': { kind: 'rsa', purpose: 'signatures' },
  'rsa-pss-sha256': { kind: 'rsa', purpose: 'signatures' },
  'rsa-pss-sha512': { kind: 'rsa', purpose: 'signatures' },
  'aes-256-gcm': { kind: 'secret', purpose: 'encryption' },
  'ecdh-es': { kind: 'p256', purpose: 'encryption' },
  'rsa-oaep-256': { kind: 'rsa', purpose: 'encryption' },
}

/** The algorithms that there are. */
export const keyAlgorithms = Object.keys(traits) as readonly KeyAlgorithm[]

/** Tells what keys of an algorithm are made of. */
export function kindOf(algorithm: KeyAlgorithm): KeyKind {
  return traits[algorithm].kind
}

/** Tells what can be done with a key of this type: a public one verifies and encrypts, a private one signs and decrypts. */
export function possibleUses(
  algorithm: KeyAlgorithm,
  type: 'secret' | 'public' | 'private',
): readonly KeyUse[] {
  const [ofPrivate, ofPublic] =
    traits[algorithm].purpose === 'signatures'
      ? (['sign', 'verify'] as const)
      : (['decrypt', 'encrypt'] as const)
  if (type === 'secret') return [ofPrivate, ofPublic]
  // A private key has the public one in it; but whoever is to verify has no business with it.
  return type === 'private' ? [ofPrivate] : [ofPublic]
}
