import { oneOf, refuseUnknown } from '../check-option.js'
import type { EcdsaForm } from '../crypto/pair-signature.js'
import type { SignatureEncoding } from '../crypto/signature-encoding.js'
import type { PairAlgorithm } from '../keys/key-algorithm.js'
import type { Keys } from '../keys/key-input.js'
import { bodyCarriedScheme, type BodyCarriedScheme } from './body-carried.js'
import { defineScheme } from './define-scheme.js'
import { pairKeysOf } from './scheme-keys.js'
import type { Scheme } from './scheme.js'

/** Options of {@link rsaPss}, {@link rsaPkcs1}, {@link ecdsa} and {@link ed25519}. */
export interface PairSchemesOptions {
  /** The sender's public keys; the sender itself gives its private ones. */
  readonly keys: Keys
  /**
   * What is signed. `'{body}'` alone is what many senders sign, and nothing limits how long that can be replayed: give
   * such a receiver an `eventId`. @defaultValue `'{id}.{timestamp}.{body}'`
   */
  readonly signs?: string
  /** @defaultValue `'base64'` */
  readonly encoding?: SignatureEncoding
  /** The header of the signature. @defaultValue `'x-webhook-signature'` */
  readonly signatureHeader?: string
  /** The header of the event id, where `signs` names it. @defaultValue `'x-webhook-id'` */
  readonly idHeader?: string
  /** The header of the timestamp in seconds, where `signs` names it. @defaultValue `'x-webhook-timestamp'` */
  readonly timestampHeader?: string
}

/** Options of {@link rsaPss} where the body carries the signature. */
export interface BodyCarriedOptions {
  readonly keys: Keys
  readonly carriedIn: 'body'
  /** @defaultValue `'hex'` */
  readonly encoding?: SignatureEncoding
}

/** Options of {@link ecdsa}. */
export interface EcdsaOptions extends PairSchemesOptions {
  /** How the two numbers of a signature are written: DER, or one after the other. @defaultValue `'der'` */
  readonly form?: EcdsaForm
}

/**
 * RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes , as OpenSSL's
 * `dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest` makes it. Keys have 2048 bits or more.
 * @throws TypeError for options and keys that are wrong
 * @see RFC 8017, 8.1 (RSASSA-PSS), 9.1 (EMSA-PSS, the salt's length)
 */
export function rsaPss(options: PairSchemesOptions): Scheme
/**
 * The same where the body carries the signature: `{"message": "...", "signature": "..."}`. It covers the text of
 * `message`, which has to hold all that matters; nothing limits how long it can be replayed.
 * @throws TypeError for options and keys that are wrong
 * @see RFC 8017, 8.1 (RSASSA-PSS), 9.1 (EMSA-PSS, the salt's length)
 */
export function rsaPss(options: BodyCarriedOptions): BodyCarriedScheme
export function rsaPss(options: PairSchemesOptions | BodyCarriedOptions): Scheme {
  if (!('carriedIn' in options)) return pairScheme('rsa-pss', 'rsa-pss-sha256', options)
  refuseUnknown(options, ['keys', 'carriedIn', 'encoding'], 'rsa-pss in the body')
  const { keys, carriedIn, encoding = 'hex' } = options
  oneOf(['body'], carriedIn, 'rsa-pss: carriedIn')
  return bodyCarriedScheme(
    'rsa-pss',
    pairKeysOf({ name: 'rsa-pss', algorithm: 'rsa-pss-sha256', encoding }, '', keys),
  )
}

/**
 * RSASSA-PKCS1-v1_5 with SHA-256, for senders that have nothing newer. Keys have 2048 bits or more.
 * @throws TypeError for options and keys that are wrong
 * @see RFC 8017, 8.2 (RSASSA-PKCS1-v1_5), 9.2 (its one encoding)
 */
export function rsaPkcs1(options: PairSchemesOptions): Scheme {
  return pairScheme('rsa-pkcs1', 'rsa-pkcs1-sha256', options)
}

/**
 * ECDSA on P-256 with SHA-256.
 * @throws TypeError for options and keys that are wrong
 * @see FIPS 186-5, 6.4 (ECDSA); SP 800-186, 3.2.1.3 (P-256); RFC 3279, 2.2.3 (a signature in DER)
 */
export function ecdsa({ form = 'der', ...options }: EcdsaOptions): Scheme {
  return pairScheme('ecdsa', 'ecdsa-p256-sha256', options, form)
}

/**
 * Ed25519.
 * @throws TypeError for options and keys that are wrong
 * @see RFC 8032, 5.1.7 (verification), 8.8 (small order)
 */
export function ed25519(options: PairSchemesOptions): Scheme {
  return pairScheme('ed25519', 'ed25519', options)
}

const optionKeys = [
  'keys',
  'signs',
  'encoding',
  'signatureHeader',
  'idHeader',
  'timestampHeader',
] as const satisfies readonly (keyof PairSchemesOptions)[]

function pairScheme(
  name: string,
  algorithm: PairAlgorithm,
  options: PairSchemesOptions,
  form: EcdsaForm = 'der',
): Scheme {
  refuseUnknown(options, optionKeys, name)
  const {
    keys,
    signs = '{id}.{timestamp}.{body}',
    encoding = 'base64',
    signatureHeader = 'x-webhook-signature',
    idHeader = 'x-webhook-id',
    timestampHeader = 'x-webhook-timestamp',
  } = options
  return defineScheme({
    name,
    algorithm,
    ecdsa: form,
    signature: { header: signatureHeader, format: 'raw', encoding },
    signs,
    ...(signs.includes('{timestamp}') ? { timestamp: { from: { header: timestampHeader }, unit: 's' } } : {}),
    ...(signs.includes('{id}') ? { event: { id: { header: idHeader } } } : {}),
  })({ keys })
}
