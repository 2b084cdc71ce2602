import type { PayloadFormat } from '../media-type.js'
import type { RequestHead } from '../request.js'
import type { SignedHead } from './signed-head.js'
import type { ValueSource } from './value-source.js'

/** A delivery to sign. */
export interface SignableDelivery {
  /** The bytes to send; text is taken as UTF-8. */
  readonly body: Uint8Array | string
  /** The event id. Needed when the scheme signs it; sent along when the scheme has a header for it. */
  readonly id?: string
  /** The instant of this attempt (epoch ms or `Date`). @defaultValue now */
  readonly sentAt?: number | Date
  /** Where it will be sent. Needed when the scheme signs something of it, or stands in its query. */
  readonly url?: string | URL
  /** @defaultValue `'POST'` */
  readonly method?: string
  /** Headers that are sent along; needed when the scheme signs them. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A delivery that is signed: what is to be sent as it is. */
export interface SignedRequest {
  readonly method: string
  readonly url: string | undefined
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Where a scheme's deliveries say which event they report. */
export interface EventSources {
  /** Looked up in order; the first that is there is the event id. Empty when the scheme carries none. */
  readonly id: readonly ValueSource[]
  /** The same for the event type. */
  readonly type: readonly ValueSource[]
}

/** What to answer to a handshake. */
export interface HandshakeAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A request that a scheme answers by itself. */
export interface SchemeHandshake {
  /** Whether it is answered only once it is verified. */
  readonly signed: boolean
  readonly method: string
  /**
   * Answers the request if it is a handshake.
   * @param keyId - of the key that matched
   */
  answer(
    request: RequestHead,
    rawBody: Uint8Array | undefined,
    keyId: string | undefined,
  ): HandshakeAnswer | undefined | Promise<HandshakeAnswer | undefined>
}

/** A scheme with its secrets: what a receiver verifies with and a sender signs with. Made by {@link defineScheme}. */
export interface Scheme {
  readonly name: string
  readonly event: EventSources
  /** Requests that are answered without a handler. */
  readonly handshakes?: readonly SchemeHandshake[] | undefined
  /** The formats that the sender uses, where that is known: with `parse: 'auto'` any other is refused. */
  readonly formats: readonly PayloadFormat[] | undefined
  /** The ids of the keys that are the private half of a pair: a sender's, which a receiver refuses. */
  readonly privateKeys?: readonly string[] | undefined
  /** Whether a timestamp is among what is signed, so that stale deliveries are refused. */
  readonly signsTimestamp: boolean
  /** `false` when the signature does not cover the body: it says who sends, and not what. @defaultValue `true` */
  readonly bodySigned?: boolean | undefined
  /** What the provider says of how old a delivery may be, in ms. */
  readonly toleranceMs?: number | undefined
  /** What operators should look at when a signature does not match. It shows nothing of a secret. */
  readonly mismatchHint?: string | undefined
  /** How long the sender tries again, in ms. */
  readonly retryWindowMs?: number | undefined
  /**
   * Reads what the headers say of the signature.
   * @throws SignatureError when no signature in these headers could ever verify
   */
  readHead(request: RequestHead): SignedHead
  /**
   * Verifies the body against the signatures of `head`.
   * @param now - epoch ms; decides which dated secrets are in force
   * @returns the id of the key that matched
   * @throws SignatureError when none did
   * @throws SecretsUnavailableError when the `secrets` function failed
   */
  verify(head: SignedHead, rawBody: Uint8Array, request: RequestHead, now: number): string | Promise<string>
  /**
   * Reads the timestamp of a scheme that has it in the body, once that is verified.
   * @returns epoch ms
   * @throws SignatureError when it is missing or malformed
   */
  readSentAt?(rawBody: Uint8Array, request: RequestHead): number
  /** Gives the bytes that are the payload of a verified body, where that is something around it. */
  readPayload?(rawBody: Buffer): Buffer
  /** SHA-256 of the signed content, in base64url: an event id for deliveries that carry none. */
  hashSignedContent(head: SignedHead, rawBody: Uint8Array, request: RequestHead): string
  /**
   * Signs a delivery.
   * @returns the headers to send along, names in lower case
   * @throws TypeError when the scheme needs an id that is not given, or cannot carry the one that is; and when the
   * signature stands in the body or the URL, which `signRequest` writes
   */
  sign(delivery: SignableDelivery): Record<string, string>
  /** Signs a delivery wherever the signature stands, also in the body and the URL. @throws TypeError as `sign` does */
  signRequest?(delivery: SignableDelivery): SignedRequest
}

/** Says of a scheme which payloads it brings, for type checkers alone. */
export interface PayloadMark<Payload> {
  readonly '~payload'?: Payload | undefined
}

/** A scheme whose payloads have a type. */
export type TypedScheme<Payload> = Scheme & PayloadMark<Payload>
