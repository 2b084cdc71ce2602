import type { EcdsaForm } from '../crypto/pair-signature.js'
import type { SecretForm } from '../crypto/secret-form.js'
import type { SignatureEncoding } from '../crypto/signature-encoding.js'
import type { PairAlgorithm, SecretAlgorithm } from '../keys/key-algorithm.js'
import type { KeyFormat } from '../keys/key-material.js'
import type { PayloadFormat } from '../media-type.js'
import type { Handshake } from './handshake.js'
import type { SignatureFormat } from './signature-format/signature-format.js'
import type { RequestSource, SignatureLocation } from './signature-location.js'
import type { TimestampUnit } from './timestamp.js'
import type { ValueSource } from './value-source.js'

/** A plain hash of the secret and what is signed, of providers that have no MAC. */
export type HashAlgorithm = 'md5' | 'sha1' | 'sha256'

/** What a scheme is defined with: a MAC with a shared secret, a hash with it, or a signature by a pair of keys. */
export type SchemeAlgorithm = SecretAlgorithm | HashAlgorithm | PairAlgorithm

/** A scheme as data: what is signed, with which algorithm, and where it stands in the request. */
export type SchemeDefinition = SecretSchemeDefinition | PairSchemeDefinition

/** A scheme with shared secrets. */
export interface SecretSchemeDefinition extends SignedContentDefinition {
  /** A plain hash needs `{secret}` at the start or the end of `signs`. */
  readonly algorithm: SecretAlgorithm | HashAlgorithm
  /** How the text of a secret becomes a key. */
  readonly secret: SecretForm
  /**
   * The fewest bytes that a secret may have.
   * @defaultValue 8 for text, which people choose, and 16 for the forms that machines make
   */
  readonly minimumSecretBytes?: number
  /** What operators should look at when a signature does not match: which secrets of the provider are mistaken for this one. */
  readonly secretHint?: string
  /** How the provider's secrets look. Another one is taken, and mentioned when a signature does not match. */
  readonly secretPattern?: RegExp
}

/** A scheme with pairs of keys: the sender has the private ones, receivers the public ones. */
export interface PairSchemeDefinition extends SignedContentDefinition {
  readonly algorithm: PairAlgorithm
  /** How the two numbers of an ECDSA signature are written. @defaultValue `'der'` */
  readonly ecdsa?: EcdsaForm
  /** How keys are given that are text and no PEM. @defaultValue each says its `format` */
  readonly keyFormat?: KeyFormat
}

/** What schemes of all algorithms have. */
export interface SignedContentDefinition {
  /** Names the scheme in messages and events, and is the default `source` of a receiver. */
  readonly name: string
  /**
   * Names that `{family}` stands for in header names, for senders that use one of several sets of headers. All
   * headers of a request are taken from the first family whose signature header is there.
   */
  readonly families?: readonly string[]
  readonly signature: SignatureLocation & {
    readonly format: SignatureFormat
    readonly encoding: SignatureEncoding
  }
  /**
   * The signed content, of literal text and placeholders. `{body}` is the bytes as sent, and stands in it once at
   * most; `{id}` and `{timestamp}` are what `event.id` and `timestamp` say. Of the request: `{method}`, `{url}`,
   * `{path}`, `{target}` (path and query), `{header:x-name}`, `{query:name}`; of the text of the signature:
   * `{signature:key}`, `{headersNamedBy:key}`; of the body, before it is verified: `{form:name}`, `{json:$.path}`,
   * `{sortedForm}`, `{sha256}`, `{crc32}`. `{param:name}` is an option of the scheme, and `{secret}` the secret. What
   * is in square brackets is left out where its value is missing. A function is for the few that none of this can say.
   */
  readonly signs: string | ((content: ContentRequest) => Uint8Array | string)
  /** What the user of the scheme gives beside the secrets; each is `{param:name}`. */
  readonly params?: readonly string[]
  /** Where the timestamp stands. `'signature'` is in the text of the signature. It must be part of what is signed. */
  readonly timestamp?: {
    readonly from: 'signature' | RequestSource
    readonly unit: TimestampUnit
    /** What the provider says of how old a delivery may be, in ms. @defaultValue what the receiver says */
    readonly toleranceMs?: number
  }
  /** The header that names the key, among keys that have an id of their own. */
  readonly keyId?: { readonly header: string }
  /** Where the event id and the event type stand. Of several sources the first that is there counts. */
  readonly event?: {
    readonly id?: ValueSource | readonly ValueSource[]
    readonly type?: ValueSource | readonly ValueSource[]
  }
  /** `false` says that the signature does not cover the body: whoever has seen one delivery can send another payload with it. */
  readonly bodySigned?: boolean
  /**
   * The formats that the sender uses. The media type is not signed, so with `parse: 'auto'` any other is refused:
   * a recording must not be read as something else. @defaultValue any
   */
  readonly formats?: readonly PayloadFormat[]
  /** Requests that the receiver answers by itself. */
  readonly handshake?: Handshake | readonly Handshake[]
  /** How long the sender tries again, in ms: deliveries are remembered for as long at least. */
  readonly retryWindowMs?: number
  /** Another form of the body that senders may have signed; tried when the bytes as sent do not verify. `sign` uses it. */
  readonly alternativeBody?: (rawBody: Uint8Array) => Uint8Array
}

/** What a function of signed content gets. Nothing of it is verified yet. */
export interface ContentRequest {
  readonly rawBody: Uint8Array
  readonly timestamp: string | undefined
  readonly id: string | undefined
  /** Reads a placeholder of `signs`, such as `header:x-name`; each character is one byte. */
  readonly value: (placeholder: string) => string
}
