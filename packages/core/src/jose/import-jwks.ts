import type { JsonWebKey } from 'node:crypto'
import { calculateJwkThumbprint } from 'jose'
import type { Key } from '../keys/key-ring.js'
import { importKey } from '../keys/import-key.js'
import { type JwsKeyAlgorithm, jwsKeyAlgorithmOf } from './jws-algorithm.js'

/** What a JWK set holds that can be used. */
export interface ImportedJwks {
  readonly keys: readonly Key[]
  /** Why others were left out that are said to be for it; no key is shown. */
  readonly faults: readonly string[]
}

/**
 * Imports the keys of a JWK set (RFC 7517, 5) that are for signatures by an algorithm of {@link jwsKeyAlgorithmOf}. Those for something
 * else are passed over, as the RFC says; those that are too weak, or private, are faults.
 * @throws Error for what is no JWK set
 */
export async function importJwks(set: unknown): Promise<ImportedJwks> {
  const jwks = isObject(set) ? set['keys'] : undefined
  if (!Array.isArray(jwks)) throw new Error('is no JWK set')
  const keys: Key[] = []
  const faults: string[] = []
  for (const [index, jwk] of jwks.entries()) {
    try {
      for (const algorithm of isObject(jwk) ? algorithmsOf(jwk) : [])
        keys.push(await importJwk(jwk as JsonWebKey, algorithm, `key ${String(index)}`))
    } catch (error) {
      faults.push(error instanceof TypeError ? error.message : `key ${String(index)} cannot be read.`)
    }
  }
  return { keys, faults }
}

async function importJwk(jwk: JsonWebKey, algorithm: JwsKeyAlgorithm, place: string): Promise<Key> {
  if (jwk.d !== undefined) throw new TypeError(`${place} is a private key, which everyone can read there.`)
  const object = importKey(jwk, algorithm, undefined, place)
  const { kid } = jwk
  return {
    kid: typeof kid === 'string' ? kid : await calculateJwkThumbprint(object.export({ format: 'jwk' })),
    isNamed: true,
    algorithm,
    uses: ['verify'],
    notBefore: -Infinity,
    notAfter: Infinity,
    object,
  }
}

/** The one algorithm that a JWK is for; without an `alg` (RFC 7517, 4.4), those that its type can have here. */
function algorithmsOf({
  kty,
  crv,
  alg,
  use,
  key_ops: operations,
}: Record<string, unknown>): readonly JwsKeyAlgorithm[] {
  if (use !== undefined && use !== 'sig') return []
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) return []
  const ofType =
    kty === 'RSA'
      ? (['PS256', 'RS256', 'RS512'] as const)
      : kty === 'EC' && crv === 'P-256'
        ? (['ES256'] as const)
        : kty === 'OKP' && crv === 'Ed25519'
          ? (['EdDSA'] as const)
          : []
  // RFC 9864 gives EdDSA with this curve a name of its own.
  const named = alg === 'Ed25519' ? 'EdDSA' : alg
  return ofType
    .filter((name) => alg === undefined || name === named)
    .flatMap((name) => jwsKeyAlgorithmOf(name) ?? [])
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
