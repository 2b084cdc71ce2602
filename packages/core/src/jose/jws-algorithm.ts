import type { PairAlgorithm } from '../keys/key-algorithm.js'

/** The algorithms of keys that sign JWS here. */
export type JwsKeyAlgorithm = Extract<
  PairAlgorithm,
  'rsa-pss-sha256' | 'ecdsa-p256-sha256' | 'ed25519' | 'rsa-pkcs1-sha256' | 'rsa-pkcs1-sha512'
>

/** What they are called in an `alg` (RFC 7518, 3.1; RFC 8037, 3.1). */
export type JwsAlgorithm = 'PS256' | 'ES256' | 'EdDSA' | 'RS256' | 'RS512'

const names: Record<JwsKeyAlgorithm, JwsAlgorithm> = {
  'rsa-pss-sha256': 'PS256',
  'ecdsa-p256-sha256': 'ES256',
  ed25519: 'EdDSA',
  'rsa-pkcs1-sha256': 'RS256',
  'rsa-pkcs1-sha512': 'RS512',
}

/** The algorithms that there are. */
export const jwsKeyAlgorithms = Object.keys(names) as readonly JwsKeyAlgorithm[]

/** Those that a new sender may choose. The others serve providers that have nothing else. */
export const usualAlgorithms: readonly JwsKeyAlgorithm[] = ['rsa-pss-sha256', 'ecdsa-p256-sha256', 'ed25519']

/** Gives the `alg` of a key's algorithm. */
export function jwsNameOf(algorithm: JwsKeyAlgorithm): JwsAlgorithm {
  return names[algorithm]
}

/** Gives the algorithm of keys that an `alg` needs, or `undefined` for one that no key here can have. */
export function jwsKeyAlgorithmOf(alg: unknown): JwsKeyAlgorithm | undefined {
  return jwsKeyAlgorithms.find((algorithm) => names[algorithm] === alg)
}
