import { isSignatureError, SecretsUnavailableError, SignatureError } from '../errors.js'
import { type Key, type KeyEntry, importRing, KeyRing } from '../keys/key-ring.js'
import { type ByRequest, keysByRequest } from '../keys/keys-by-request.js'
import type { RequestHead } from '../request.js'
import type { KeyAlgorithm } from '../keys/key-algorithm.js'
import type { DetachedJws } from './detached-jws.js'
import { RemoteJwks } from './remote-jwks.js'

/** The keys that are known: one, a list (newest first), or a ring. Each says its algorithm. */
export type KnownJoseKeys = KeyEntry | readonly KeyEntry[] | KeyRing

/**
 * Where keys come from: those that are known, a JWK set at a URL, or a function of the request head, for endpoints
 * that serve several tenants. A function that knows no key for the request returns none, and the request is refused.
 */
export type JoseKeys = KnownJoseKeys | RemoteJwks | ByRequest<KnownJoseKeys>

/** Imports what is known, with the keys of every algorithm in it. */
export function importJoseKeys(known: KnownJoseKeys, place: string): readonly Key[] {
  if (known instanceof KeyRing) return known.keys
  return importRing(isList(known) ? known : [known], place).keys
}

function isList(known: KeyEntry | readonly KeyEntry[]): known is readonly KeyEntry[] {
  return Array.isArray(known)
}

/**
 * Gives those keys that can sign or verify JWS.
 * @throws TypeError when there is none
 */
export function jwsKeysOf(
  all: readonly Key[],
  place: string,
  allowed: readonly KeyAlgorithm[],
): readonly Key[] {
  const keys = all.filter(({ algorithm }) => allowed.includes(algorithm))
  if (keys.length === 0) throw new TypeError(`${place}: no key for ${allowed.join(', ')} was given.`)
  for (const { kid, object } of keys) {
    // Web Crypto, which jose verifies with, cannot take them in every release of Node.
    if (object.asymmetricKeyType === 'rsa-pss')
      throw new TypeError(`${place}: key ${kid} is of the type rsa-pss: give it as a plain RSA key.`)
  }
  return keys
}

/**
 * Selects the keys that a JWS could be verified with: that of its `kid`, or else all of its algorithm.
 * @throws SignatureError when its `alg` is not that of its key, or there is no such key
 */
export function selectKeys(keys: readonly Key[], { kid, algorithm }: DetachedJws): readonly Key[] {
  const named = kid === undefined ? keys : keys.filter((key) => key.kid === kid)
  if (named.length === 0) throw new SignatureError('signature_mismatch')
  const found = named.filter((key) => key.algorithm === algorithm)
  if (found.length === 0) throw new SignatureError('algorithm_not_allowed')
  return found.filter(({ uses }) => uses.includes('verify'))
}

/** Finds the keys for a JWS, where they are not known from the start. */
export type FindKeys = (jws: DetachedJws, head: RequestHead) => Promise<readonly Key[]>

/** Prepares a source of keys. What fails in it is no fault of the sender's. */
export function keyFinder(
  source: Exclude<JoseKeys, KnownJoseKeys>,
  place: string,
  allowed: readonly KeyAlgorithm[],
): FindKeys {
  const load = loaderOf(source, place, allowed)
  return async function findKeys(jws, head) {
    try {
      return selectKeys(await load(jws, head), jws)
    } catch (error) {
      if (isSignatureError(error)) throw error
      throw new SecretsUnavailableError(error)
    }
  }
}

function loaderOf(
  source: Exclude<JoseKeys, KnownJoseKeys>,
  place: string,
  allowed: readonly KeyAlgorithm[],
): FindKeys {
  if (source instanceof RemoteJwks)
    return async ({ kid }) => {
      const keys = await source.keysFor(kid, allowed)
      return keys.filter(({ algorithm }) => allowed.includes(algorithm))
    }
  const find = keysByRequest(source, (known: KnownJoseKeys) =>
    jwsKeysOf(importJoseKeys(known, place), place, allowed),
  )
  return ({ kid }, head) => find(head, kid)
}
