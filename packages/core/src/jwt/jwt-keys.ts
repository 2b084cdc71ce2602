import { importSecrets } from '../crypto/keys.js'
import type { Hash } from '../crypto/hash.js'
import { pairKey } from '../crypto/pair-key.js'
import { pairSignature } from '../crypto/pair-signature.js'
import type { SchemeKey } from '../crypto/scheme-key.js'
import { SecretsUnavailableError } from '../errors.js'
import type { PairAlgorithm } from '../keys/key-algorithm.js'
import { keysOf, type Keys, type KnownKeys } from '../keys/key-input.js'
import type { Key } from '../keys/key-ring.js'
import { isByRequest, keysByRequest } from '../keys/keys-by-request.js'
import { RemoteKeys } from '../keys/remote-keys.js'
import type { RequestHead } from '../request.js'
import type { KnownSecrets, Secrets } from '../schemes/secrets.js'
import {
  isSecretAlgorithm,
  type JwtAlgorithm,
  type PairJwtAlgorithm,
  pairAlgorithms,
  secretAlgorithms,
  type SecretJwtAlgorithm,
} from './jwt-algorithm.js'

/** Where the keys of tokens come from: those that are known, a JWK set at a URL, or a function of the request head. */
export type JwtKeys = Keys | RemoteKeys

/** Finds the keys that a token could be verified with. */
type Find = (head: RequestHead, kid: string | undefined) => Promise<readonly SchemeKey[]>

/** The keys of a scheme of tokens: those that are known, and how all are found. */
export interface FoundKeys {
  readonly known: readonly SchemeKey[] | undefined
  readonly find: Find
}

/**
 * Imports secrets and keys, once for each algorithm that they can be for. What is asked for with each request is
 * imported then.
 * @throws TypeError when neither is given, or one is of no use
 */
export function jwtKeysOf(
  name: string,
  algorithms: readonly JwtAlgorithm[],
  { secrets, keys }: { readonly secrets?: Secrets; readonly keys?: JwtKeys },
): FoundKeys {
  const forSecrets = algorithms.filter(isSecretAlgorithm)
  const forKeys = algorithms.filter((algorithm) => !isSecretAlgorithm(algorithm)) as PairJwtAlgorithm[]
  const wantsBoth = forSecrets.length > 0 && forKeys.length > 0
  const isMissing = wantsBoth
    ? secrets === undefined && keys === undefined
    : (forSecrets.length > 0 ? secrets : keys) === undefined
  if (isMissing)
    throw new TypeError(
      `${name}: no ${wantsBoth ? 'secret or key' : forSecrets.length > 0 ? 'secret' : 'key'} was given.`,
    )
  if ((secrets !== undefined && forSecrets.length === 0) || (keys !== undefined && forKeys.length === 0))
    throw new TypeError(
      `${name}: tokens are signed with ${algorithms.join(', ')}, so give ${forSecrets.length > 0 ? 'secrets' : 'keys'}.`,
    )
  const parts = [
    ...(secrets === undefined ? [] : [secretsOf(name, forSecrets, secrets)]),
    ...(keys === undefined ? [] : [pairsOf(name, forKeys, keys)]),
  ]
  const known = parts.map((part) => part.known)
  return {
    known: known.includes(undefined) ? undefined : known.flatMap((keys) => keys ?? []),
    find: async (head, kid) => (await Promise.all(parts.map((part) => part.find(head, kid)))).flat(),
  }
}

function secretsOf(name: string, algorithms: readonly SecretJwtAlgorithm[], secrets: Secrets): FoundKeys {
  const importAll = (found: KnownSecrets) =>
    algorithms.flatMap((label) =>
      importSecrets(found, {
        scheme: name,
        form: 'utf8',
        minimumBytes: 8,
        hash: secretAlgorithms[label].slice('hmac-'.length) as Hash,
        encoding: 'base64url',
        label,
      }),
    )
  if (isByRequest(secrets)) return { known: undefined, find: available(keysByRequest(secrets, importAll)) }
  return knownKeys(importAll(secrets))
}

function pairsOf(name: string, algorithms: readonly PairJwtAlgorithm[], keys: JwtKeys): FoundKeys {
  const wanted = algorithms.map((label) => pairAlgorithms[label])
  if (keys instanceof RemoteKeys) {
    const find: Find = async (_, kid) => toSchemeKeys(algorithms, await keys.keysFor(kid, wanted))
    return { known: undefined, find: available(find) }
  }
  const importAll = (known: KnownKeys) =>
    toSchemeKeys(
      algorithms,
      wanted.flatMap((algorithm) => keysThatFit(known, algorithm, name, wanted.length > 1)),
    )
  if (isByRequest(keys)) return { known: undefined, find: available(keysByRequest(keys, importAll)) }
  const imported = importAll(keys)
  if (imported.length === 0) throw new TypeError(`${name}: no key for ${algorithms.join(', ')} was given.`)
  return knownKeys(imported)
}

/** Of several algorithms a key is for those that its kind can have. */
function keysThatFit(
  known: KnownKeys,
  algorithm: PairAlgorithm,
  name: string,
  isOneOfSeveral: boolean,
): readonly Key[] {
  try {
    return keysOf(known, algorithm, name)
  } catch (error) {
    if (isOneOfSeveral) return []
    throw error
  }
}

function toSchemeKeys(algorithms: readonly PairJwtAlgorithm[], keys: readonly Key[]): readonly SchemeKey[] {
  return algorithms.flatMap((label) => {
    const signature = pairSignature(pairAlgorithms[label], 'raw')
    return keys
      .filter(({ algorithm }) => algorithm === pairAlgorithms[label])
      .map((key) => pairKey(key, signature, { encoding: 'base64url', label }))
  })
}

function knownKeys(keys: readonly SchemeKey[]): FoundKeys {
  return { known: keys, find: () => Promise.resolve(keys) }
}

/** What fails in a source is no fault of the sender's, who is to try again. */
function available(find: Find): Find {
  return async function findAvailable(head, kid) {
    try {
      return await find(head, kid)
    } catch (error) {
      throw new SecretsUnavailableError(error)
    }
  }
}
