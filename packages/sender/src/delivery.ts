import type { Scheme } from '@postern/core'
import type { DestinationGuard } from './destination-guard.js'
import { DestinationError } from './destination-error.js'
import type { OutboxDelivery } from './outbox.js'
import { checkPins } from './pins.js'
import type { FailureReason } from './verdict.js'

/** An event to deliver to a URL. */
export interface SendableDelivery {
  readonly url: string | URL
  /** The event id: the same on every attempt, and whenever it is sent again. Receivers know duplicates by it. */
  readonly id: string
  /** The event type. Sent in the scheme's header, where it has one; else it is for you to put in the payload. */
  readonly type?: string | undefined
  /** Text and bytes are sent as they are, everything else as JSON. */
  readonly payload: unknown
  /** @defaultValue `'application/json'` */
  readonly contentType?: string | undefined
  /** The keys that the destination may have, instead of the sender's `pins`. */
  readonly pins?: readonly string[] | undefined
}

/**
 * How a delivery ended: `delivered` (2xx), `refused` (another answer that is final), `gone` (410: its URL is disabled),
 * `exhausted` (no retries left), `blocked` (the destination is not allowed), or `disabled` (its URL is). `pending`: it
 * has not ended, the sender was closed before; it is in the outbox.
 */
export type DeliveryOutcome =
  'delivered' | 'refused' | 'gone' | 'exhausted' | 'blocked' | 'disabled' | 'pending'

/** What became of a delivery. */
export interface DeliveryResult {
  readonly id: string
  readonly outcome: DeliveryOutcome
  readonly attempts: number
  /** Of the last attempt, if it was answered. */
  readonly status?: number | undefined
  /** Of the last attempt, if it failed. */
  readonly reason?: FailureReason | undefined
}

/** What encrypts bodies before they are signed: an `aesGcmEnvelope` or `jwe` of core. */
export interface Sealer {
  seal(
    body: Uint8Array | string,
    options: { readonly sentAt: number },
  ): SealedPayload | Promise<SealedPayload>
}

/** A body to sign and send, with the headers that go along. */
export interface SealedPayload {
  readonly body: Uint8Array | string
  readonly headers?: Readonly<Record<string, string>>
}

/** What all deliveries of a sender have in common. */
export interface DeliverySettings {
  readonly scheme: Scheme
  readonly guard: DestinationGuard
  readonly seal: Sealer | undefined
  readonly userAgent: string
  readonly pins: readonly string[] | undefined
}

const place = 'send'

/**
 * Makes of a delivery what the outbox keeps: the payload is serialised and sealed here, once.
 * @throws TypeError for a delivery that is wrong
 * @throws DestinationError for a URL that is not allowed, as far as that can be told without DNS
 */
export async function prepareDelivery(
  delivery: SendableDelivery,
  { scheme, guard, seal, userAgent, pins: pinsOfSender }: DeliverySettings,
  now: number,
): Promise<OutboxDelivery> {
  const { id, type, contentType = 'application/json' } = delivery
  if (typeof id !== 'string' || id === '')
    throw new TypeError(
      `${place}: id must be text that is not empty: the id of the event, the same each time.`,
    )
  if (type !== undefined && (typeof type !== 'string' || type === ''))
    throw new TypeError(`${place}: type must be text that is not empty.`)
  const pins = delivery.pins === undefined ? pinsOfSender : checkPins(delivery.pins, `${place}: pins`)
  const url = guard.parse(delivery.url)
  if (pins !== undefined && url.protocol !== 'https:') throw new DestinationError('pins')
  const plain = serialise(delivery.payload)
  const sealed = seal === undefined ? { body: plain } : await seal.seal(plain, { sentAt: now })
  return {
    key: `${id} ${url.href}`,
    id,
    type,
    url: url.href,
    host: url.host,
    body: Buffer.from(sealed.body as Uint8Array),
    headers: {
      'user-agent': userAgent,
      'content-type': headerText(contentType, `${place}: contentType`),
      ...typeHeader(scheme, type),
      ...sealed.headers,
    },
    pins,
    enqueuedAt: now,
    attempts: 0,
  }
}

/** Gives the text back, or refuses what would not be one header. `name` begins the message. */
export function headerText(value: string, name: string): string {
  if (typeof value === 'string' && /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)) return value
  throw new TypeError(`${name} must be printable ASCII, without white space at its ends.`)
}

function serialise(payload: unknown): Uint8Array {
  if (typeof payload === 'string') return Buffer.from(payload, 'utf8')
  // A copy: the caller may use its bytes again.
  if (payload instanceof Uint8Array) return Buffer.from(payload)
  const text = JSON.stringify(payload) as string | undefined
  if (text === undefined) throw new TypeError(`${place}: payload is nothing that JSON has.`)
  return Buffer.from(text, 'utf8')
}

function typeHeader({ event }: Scheme, type: string | undefined): Record<string, string> {
  if (type === undefined) return {}
  for (const source of event.type) {
    if (typeof source === 'object' && 'header' in source && !source.header.includes('{'))
      return { [source.header.toLowerCase()]: headerText(type, `${place}: type`) }
  }
  return {}
}
