import type { Hash } from '../crypto/hash.js'
import { importSecrets } from '../crypto/keys.js'
import { pairKey } from '../crypto/pair-key.js'
import { pairSignature } from '../crypto/pair-signature.js'
import type { SchemeKey } from '../crypto/scheme-key.js'
import {
  macForm,
  pairForm,
  type SignatureEncoding,
  type SignatureForm,
} from '../crypto/signature-encoding.js'
import { isSignatureError, SecretsUnavailableError, SignatureError } from '../errors.js'
import { keysOf, type Keys, type KnownKeys } from '../keys/key-input.js'
import { type ByRequest, isByRequest, keysByRequest } from '../keys/keys-by-request.js'
import type { RequestHead } from '../request.js'
import type { KnownSecrets, Secrets } from './secrets.js'
import type { PairSchemeDefinition, SecretSchemeDefinition } from './scheme-definition.js'

/** The keys of a scheme, and the forms that their signatures have. */
export interface SchemeKeys {
  readonly forms: readonly SignatureForm[]
  readonly keys: readonly SchemeKey[] | ((head: RequestHead) => Promise<readonly SchemeKey[]>)
}

/**
 * Imports the secrets of a scheme, or has its function import those of each request.
 * @param label - what stands before a signature in a list of signatures (`v1`)
 * @param secretAt - where the secret stands in what is hashed, for schemes that have no MAC
 * @throws TypeError when one cannot be a secret of the scheme
 */
export function secretKeysOf(
  { name, algorithm, secret, signature, minimumSecretBytes }: SecretSchemeDefinition,
  label: string,
  secrets: Secrets,
  secretAt?: 'start' | 'end',
): SchemeKeys {
  const profile = {
    scheme: name,
    form: secret,
    minimumBytes: minimumSecretBytes ?? (['base64', 'hex', 'whsec'].includes(secret) ? 16 : 8),
    hash: algorithm.replace('hmac-', '') as Hash,
    encoding: signature.encoding,
    label,
    secretAt,
  }
  const forms = [macForm(profile.hash, profile.encoding)]
  const importAll = (found: KnownSecrets) => importSecrets(found, profile)
  if (isByRequest(secrets)) return { forms, keys: importForEach(secrets, importAll) }
  return { forms, keys: importAll(secrets) }
}

/** How the keys of a pair sign. */
export interface PairProfile extends Pick<
  PairSchemeDefinition,
  'name' | 'algorithm' | 'ecdsa' | 'keyFormat'
> {
  readonly encoding: SignatureEncoding
}

/**
 * Imports the keys of a scheme, or has its function import those of each request.
 * @param label - what stands before a signature in a list of signatures (`v1a`)
 * @throws TypeError when one cannot be a key of the scheme
 */
export function pairKeysOf(
  { name, algorithm, ecdsa = 'der', encoding, keyFormat }: PairProfile,
  label: string,
  keys: Keys,
): SchemeKeys {
  const made = pairSignature(algorithm, ecdsa)
  const importAll = (known: KnownKeys) =>
    keysOf(known, algorithm, name, keyFormat).map((key) => pairKey(key, made, { encoding, label }))
  if (isByRequest(keys))
    return { forms: [pairForm(encoding, () => true)], keys: importForEach(keys, importAll) }
  const imported = importAll(keys)
  return { forms: imported.map(({ form }) => form), keys: imported }
}

/** Has a function import what it finds for each request. What fails in it is no fault of the sender's. */
export function importForEach<Known>(
  source: ByRequest<Known>,
  importAll: (known: Known) => readonly SchemeKey[],
): (head: RequestHead) => Promise<readonly SchemeKey[]> {
  const find = keysByRequest(source, importAll)
  return async function findKeys(head) {
    let keys: readonly SchemeKey[]
    try {
      keys = await find(head)
    } catch (error) {
      throw new SecretsUnavailableError(error)
    }
    if (keys.length === 0) throw new SignatureError('signature_mismatch')
    return keys
  }
}

/** The keys of both, in this order. */
export function joinKeys(one: SchemeKeys, other: SchemeKeys): SchemeKeys {
  const forms = [...one.forms, ...other.forms]
  if (typeof one.keys !== 'function' && typeof other.keys !== 'function')
    return { forms, keys: [...one.keys, ...other.keys] }
  return {
    forms,
    async keys(head) {
      const found = [...(await knownTo(one, head)), ...(await knownTo(other, head))]
      if (found.length === 0) throw new SignatureError('signature_mismatch')
      return found
    },
  }
}

/** A tenant may have keys of the one kind and none of the other. */
async function knownTo({ keys }: SchemeKeys, head: RequestHead): Promise<readonly SchemeKey[]> {
  if (typeof keys !== 'function') return keys
  try {
    return await keys(head)
  } catch (error) {
    if (isSignatureError(error)) return []
    throw error
  }
}
