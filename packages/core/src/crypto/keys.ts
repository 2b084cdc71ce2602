import { equalInConstantTime } from './constant-time.js'
import type { Hash } from './hash.js'
import { isPublicKey } from './is-public-key.js'
import { type Mac, prepareMac } from './mac.js'
import type { SchemeKey } from './scheme-key.js'
import { instant, refuseUnknown } from '../check-option.js'
import { decodeSecret, type SecretForm } from './secret-form.js'
import { prepareSecretHash } from './secret-hash.js'
import { macForm, sentSpelling, type SignatureEncoding } from './signature-encoding.js'

/** A signing secret with an identity or a period of validity of its own. */
export interface DatedSecret {
  /** The secret: text in the scheme's form, or the bytes of the key. */
  readonly secret: string | Uint8Array
  /** What `webhook.keyId` says when this secret matched. @defaultValue its place in the list */
  readonly keyId?: string
  /** The secret neither signs nor verifies before this instant (epoch ms or `Date`). */
  readonly notBefore?: number | Date
  /** The secret neither signs nor verifies after this instant (epoch ms or `Date`). */
  readonly notAfter?: number | Date
}

/** One signing secret. */
export type SigningSecret = string | Uint8Array | DatedSecret

/** How a scheme reads secrets. */
export interface SecretProfile {
  readonly scheme: string
  readonly form: SecretForm
  readonly minimumBytes: number
  readonly label: string
}

/** How a scheme signs with secrets. */
export interface KeyProfile extends SecretProfile {
  readonly hash: Hash
  readonly encoding: SignatureEncoding
  /** Where the secret stands in what is hashed, for schemes that have no MAC. */
  readonly secretAt?: 'start' | 'end' | undefined
}

/** What is made of the bytes of a secret. */
export type MadeOfSecret = Pick<SchemeKey, 'form' | 'verifies' | 'sign'>

function isDated(secret: SigningSecret): secret is DatedSecret {
  return typeof secret === 'object' && !(secret instanceof Uint8Array) && 'secret' in secret
}

/**
 * Imports signing secrets once, so that no request pays for it.
 * @throws TypeError when a secret is missing, empty, blank, too short or not in the scheme's form. The message names its place, never its text.
 */
export function importSecrets(
  secrets: SigningSecret | readonly SigningSecret[],
  profile: KeyProfile,
): SchemeKey[] {
  const { hash, encoding, secretAt } = profile
  return importSecretsAs(secrets, profile, (bytes) =>
    madeOfMac(
      secretAt === undefined
        ? prepareMac(bytes, hash, encoding)
        : prepareSecretHash(bytes, hash, secretAt, encoding),
      hash,
      encoding,
    ),
  )
}

/** Signs and verifies with a MAC. */
export function madeOfMac(mac: Mac, hash: Hash, encoding: SignatureEncoding): MadeOfSecret {
  return {
    form: macForm(hash, encoding),
    verifies(candidates, prefix, body, suffix) {
      const expected = mac(prefix, body, suffix)
      for (const candidate of candidates) if (equalInConstantTime(expected, candidate)) return true
      return false
    },
    sign: (...content) => sentSpelling(mac(...content), encoding),
  }
}

/** The same for secrets that something else is made of than a MAC. */
export function importSecretsAs(
  secrets: SigningSecret | readonly SigningSecret[],
  profile: SecretProfile,
  make: (bytes: Uint8Array) => MadeOfSecret,
): SchemeKey[] {
  const list: readonly unknown[] = Array.isArray(secrets) ? secrets : [secrets]
  if (list.length === 0) throw new TypeError(`${profile.scheme}: no secret was given.`)
  const keys = list.map((entry, index) => importSecret(entry as SigningSecret, index, profile, make))
  if (new Set(keys.map(({ keyId }) => keyId)).size < keys.length)
    throw new TypeError(`${profile.scheme}: two secrets have the same keyId.`)
  return keys
}

function importSecret(
  entry: SigningSecret,
  index: number,
  { scheme, form, minimumBytes, label }: SecretProfile,
  make: (bytes: Uint8Array) => MadeOfSecret,
): SchemeKey {
  const place = `${scheme}: secret ${String(index)}`
  // Callers without a type checker pass undefined when an environment variable is not set.
  const given = entry as SigningSecret | null | undefined
  if (given === undefined || given === null) throw new TypeError(`${place} is missing.`)
  const dated: DatedSecret = isDated(given) ? given : { secret: given }
  if (isDated(given)) refuseUnknown(given, ['secret', 'keyId', 'notBefore', 'notAfter'], place)
  const bytes = decodeSecret(dated.secret, form, place)
  if (isPublicKey(bytes))
    throw new TypeError(
      `${place} is a key of a pair, and a shared secret is needed: a public key must never be one.`,
    )
  if (bytes.length < minimumBytes) {
    const found = `${String(bytes.length)} bytes`
    throw new TypeError(`${place} is too short: ${found}, and at least ${String(minimumBytes)} are needed.`)
  }
  return {
    keyId: dated.keyId ?? String(index),
    isNamed: dated.keyId !== undefined,
    label,
    isPrivate: false,
    ...make(bytes),
    notBefore: instant(dated.notBefore, -Infinity, `${place}: notBefore`),
    notAfter: instant(dated.notAfter, Infinity, `${place}: notAfter`),
  }
}
