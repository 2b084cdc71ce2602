import type { SignatureError } from './errors.js'
import type { TypeOf } from './event-payload.js'
import type { SettlementOutcome } from './settle.js'

type IsAny<Type> = 0 extends 1 & Type ? true : false

/** One delivery, as the route gets it. Of a union of payloads that have a type each, it is a union too. */
export type Webhook<Payload = unknown> =
  IsAny<Payload> extends true
    ? DeliveredEvent<Payload>
    : Payload extends unknown
      ? DeliveredEvent<Payload, TypeOf<Payload>>
      : never

/** The fields of a delivery. */
export interface DeliveredEvent<Payload = unknown, Type = string | undefined> {
  /** The event id: the same on every attempt, and the idempotency key. Empty where `eventId` is `false`. */
  readonly id: string
  /** The event type, where the scheme has one. */
  readonly type: Type
  readonly source: string
  /** When the sender made this attempt (epoch ms), where the scheme signs a timestamp. */
  readonly sentAt: number | undefined
  /** When the request came in (epoch ms). */
  readonly receivedAt: number
  /** What decoding made of the body. */
  readonly payload: Payload
  /** The bytes as sent. */
  readonly rawBody: Buffer
  /** Which attempt this is, counted by the store: 1 for the first that got as far as a handler. */
  readonly attempt: number
  /** Grows with every attempt: hand it to a resource that should refuse an attempt that was overtaken. */
  readonly fence: number
  /** Which secret matched: its `keyId`, or its place in the list. `undefined` when `verified` is `false`. */
  readonly keyId: string | undefined
  /** `false` only where `enforce` is off and the signature or the timestamp was refused. */
  readonly verified: boolean
  /** `false` when no lease is held, so that another attempt may run at the same time. */
  readonly leased: boolean
  /** Aborted when the lease is lost: another attempt may be running, so stop. */
  readonly signal: AbortSignal
  /**
   * Renews the lease. Leases are renewed by themselves for ten lease times; a handler that takes longer calls this
   * now and then.
   * @returns whether the lease is still held; rejects when the store cannot be asked
   */
  extend(): Promise<boolean>
}

/** A delivery that the route may process. Settle it once it is processed: the first call counts. */
export interface AdmittedReception<Payload = unknown> {
  readonly kind: 'admitted'
  readonly webhook: Webhook<Payload>
  /** Why the delivery would have been refused, where `enforce` is off. */
  readonly doubt: SignatureError | undefined
  /** Whether an earlier attempt never settled, and its lease lapsed. */
  readonly takeover: boolean
  /** `false` when an earlier attempt came under the same id with another body. */
  readonly bodyMatches: boolean
  /** The handler succeeded: later attempts are duplicates. Never rejects. */
  complete(): Promise<SettlementOutcome>
  /** The handler failed: the next attempt runs at once. Never rejects. */
  release(): Promise<SettlementOutcome>
  /** Nobody may be working on it any more: the lease is no longer renewed, and ends in its time. */
  letLapse(): void
}

/** A delivery that was completed before: answer 2xx and do nothing. */
export interface DuplicateReception {
  readonly kind: 'duplicate'
  readonly source: string
  readonly id: string
  readonly keyId: string | undefined
  /** `false` when the id came again with another body. */
  readonly bodyMatches: boolean
}

/** A provider's check of the endpoint: answer with this. */
export interface HandshakeReception {
  readonly kind: 'handshake'
  /** Of the secret that matched; `undefined` for a check that has no signature. */
  readonly keyId: string | undefined
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What became of a request that was not refused. */
export type Reception<Payload = unknown> =
  AdmittedReception<Payload> | DuplicateReception | HandshakeReception
