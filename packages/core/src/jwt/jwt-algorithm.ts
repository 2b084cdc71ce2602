import type { PairAlgorithm, SecretAlgorithm } from '../keys/key-algorithm.js'

/** The `alg` of a token that is made with a shared secret (RFC 7518, 3.2). */
export type SecretJwtAlgorithm = 'HS256' | 'HS384' | 'HS512'

/** The `alg` of a token that is made with a pair of keys (RFC 7518, 3.3 to 3.5; RFC 8037, 3.1). */
export type PairJwtAlgorithm = 'RS256' | 'RS512' | 'PS256' | 'ES256' | 'EdDSA'

/** An algorithm that tokens are signed with. */
export type JwtAlgorithm = SecretJwtAlgorithm | PairJwtAlgorithm

export const secretAlgorithms: Readonly<Record<SecretJwtAlgorithm, SecretAlgorithm>> = {
  HS256: 'hmac-sha256',
  HS384: 'hmac-sha384',
  HS512: 'hmac-sha512',
}

export const pairAlgorithms: Readonly<Record<PairJwtAlgorithm, PairAlgorithm>> = {
  RS256: 'rsa-pkcs1-sha256',
  RS512: 'rsa-pkcs1-sha512',
  PS256: 'rsa-pss-sha256',
  ES256: 'ecdsa-p256-sha256',
  EdDSA: 'ed25519',
}

export function isSecretAlgorithm(algorithm: JwtAlgorithm): algorithm is SecretJwtAlgorithm {
  return algorithm in secretAlgorithms
}
