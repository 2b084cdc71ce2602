import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Clock } from './clock.js'
import type { Decrypter } from './decrypt/decrypter.js'
import type { ReceptionEvent } from './diagnostics.js'
import type { WebhookRefusal } from './errors.js'
import type { GuardOptions } from './guard.js'
import type { RequestHead } from './request.js'
import type { PayloadMark, Scheme } from './schemes/scheme.js'
import type { ValueSource } from './schemes/value-source.js'
import type { DeliveryStore } from './store.js'

/** A verified delivery before it is admitted: what an option's function may look at. */
export interface DecodedDelivery {
  readonly payload: unknown
  readonly rawBody: Buffer
  readonly type: string | undefined
  readonly source: string
  readonly request: RequestHead
}

/**
 * Where the event id is: the idempotency key. A header, a path into the payload, `'hash'` (SHA-256 of what is
 * signed), a function, or `false`: no idempotency, every delivery runs.
 */
export type EventId = ValueSource | 'hash' | ((delivery: DecodedDelivery) => string) | false

/** Limits verified deliveries, by source unless `key` says otherwise. */
export interface RateLimitOptions {
  /** Deliveries a window on average. */
  readonly limit: number
  readonly windowMs: number
  /** Deliveries that may come at once after a quiet time. @defaultValue `limit` */
  readonly burst?: number | undefined
  /** Who shares a quota, within the source. @defaultValue all deliveries of the source */
  readonly key?: ((delivery: DecodedDelivery) => string) | undefined
}

/**
 * How the verified body, or its plaintext where `decrypt` is set, becomes the payload. `'auto'` goes by the media
 * type: JSON, forms and text, and 415 for any other; what is in `application/jose` is taken for JSON. `'json'`, `'form'` and `'text'` decode so whatever the media type
 * is, `'raw'` gives the bytes, and a function returns the payload; what it throws is answered 400.
 */
export type Parse<Payload> =
  | 'auto'
  | 'json'
  | 'form'
  | 'text'
  | 'raw'
  | ((rawBody: Buffer, request: RequestHead) => Payload | Promise<Payload>)

/** Options of a receiver. Unknown ones are refused. */
export interface ReceiverOptions<Payload = unknown> {
  /**
   * The scheme that deliveries are signed with, with its secrets.
   * @defaultValue `standardWebhooks` with the secrets of the environment variable `WEBHOOK_SECRET`, separated by commas
   */
  readonly scheme?: (Scheme & PayloadMark<Payload>) | undefined
  /**
   * Where the event id is. Needed when the scheme carries none; a wrong one runs an event twice, or takes two
   * events for one. @defaultValue what the scheme says
   */
  readonly eventId?: EventId | undefined
  /**
   * The namespace of event ids and quotas. Give each endpoint that receives from another account a source of its
   * own; with tenants, a function, or one tenant's ids hide another's. @defaultValue the scheme's name
   */
  readonly source?: string | ((request: RequestHead) => string) | undefined
  /** Where deliveries are remembered. @defaultValue a {@link memoryStore} of this receiver's own */
  readonly store?: DeliveryStore | undefined
  /** How far a signed timestamp may be from now, in ms, before and after. `false` accepts any, and any replay. @defaultValue what the scheme says, or 300 000 */
  readonly toleranceMs?: number | false | undefined
  /** The largest body, in bytes or as `'512kb'`, `'1mb'`. Larger ones are answered 413. @defaultValue `'1mb'` */
  readonly bodyLimit?: number | string | undefined
  /** How long a body may take to arrive, in ms. Slower ones are answered 408. @defaultValue 10 000 */
  readonly bodyTimeoutMs?: number | undefined
  /**
   * How long a lease lasts without renewal, in ms: after a crash, how long the delivery waits. Must be longer than
   * the event loop is ever blocked. @defaultValue 30 000
   */
  readonly leaseMs?: number | undefined
  /**
   * How long a delivery is remembered, in ms. Shorter than the sender's retry schedule, a late retry runs again; where
   * the scheme knows the schedule, that is a TypeError. @defaultValue 7 days, or a day more than the schedule of the scheme
   */
  readonly retentionMs?: number | undefined
  /** Answers 429 to verified deliveries beyond a rate. @defaultValue `false` */
  readonly rateLimit?: RateLimitOptions | false | undefined
  /**
   * Answers 429 to addresses that send too much, before any work. Where the framework does not know of the proxy
   * in front of it, all senders have one address, and a stranger's requests lock the genuine sender out.
   * @defaultValue `false`
   */
  readonly guard?: GuardOptions | false | undefined
  /**
   * Decrypts the verified body before it is parsed; a body that is not encrypted is then refused. `rawBody` stays as
   * sent. With another key than the sender's, every delivery is answered 400. @defaultValue none: bodies are not encrypted
   */
  readonly decrypt?: Decrypter | undefined
  /** How the verified body becomes the payload. @defaultValue `'auto'` */
  readonly parse?: Parse<Payload> | undefined
  /** Validates the payload and gives it its type: a schema of Zod, Valibot, ArkType or any Standard Schema. What it refuses is answered 422. */
  readonly schema?: StandardSchemaV1<unknown, Payload> | undefined
  /**
   * What to do when the store cannot be asked: `'reject'` answers 503 and loses nothing; `'accept'` runs the handler
   * without a lease, so that a delivery may run twice. @defaultValue `'reject'`
   */
  readonly onStoreError?: 'reject' | 'accept' | undefined
  /** Called for each refused request. Without it, and without a listener on `postern:reception`, the first refusal of each kind that an operator can do something about is a process warning. */
  readonly onRejected?: ((error: WebhookRefusal, event: ReceptionEvent) => unknown) | undefined
  /**
   * `false` lets requests through whose signature or timestamp is refused, with `webhook.verified` `false`, no lease
   * and no quota: to watch a roll-out, never in production. @defaultValue `true`
   */
  readonly enforce?: boolean | undefined
  /** Where the time is taken from. @defaultValue {@link systemClock} */
  readonly clock?: Clock | undefined
}
