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
}

/** Where a scheme's deliveries say which event they report. */
export interface EventSources {
  /** Looked up in order; the first that is there is the event id. Empty when the scheme carries none. */
  readonly id: readonly ValueSource[]
  /** The same for the event type. */
  readonly type: readonly ValueSource[]
}

/** A request by which a provider asks whether the endpoint is really there, and the value that it wants back as text. */
export interface Handshake {
  /** The request is a handshake when the payload has this value at this path. */
  readonly when: { readonly path: string; readonly is: string }
  /** Path of the payload's value to answer with. */
  readonly echo: string
}

/** A scheme with its secrets: what a receiver verifies with and a sender signs with. Made by {@link defineScheme}. */
export interface Scheme {
  readonly name: string
  readonly event: EventSources
  readonly handshake: Handshake | undefined
  /** The formats that the sender uses, where that is known: with `parse: 'auto'` any other is refused. */
  readonly formats: readonly PayloadFormat[] | undefined
  /** The ids of the keys that are the private half of a pair: a sender's, which a receiver refuses. */
  readonly privateKeys?: readonly string[] | undefined
  /** Whether a timestamp is among what is signed, so that stale deliveries are refused. */
  readonly signsTimestamp: boolean
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
  /** SHA-256 of the signed content, in base64url: an event id for deliveries that carry none. */
  hashSignedContent(head: SignedHead, rawBody: Uint8Array): string
  /**
   * Signs a delivery.
   * @returns the headers to send along, names in lower case
   * @throws TypeError when the scheme needs an id that is not given, or cannot carry the one that is
   */
  sign(delivery: SignableDelivery): Record<string, string>
}
