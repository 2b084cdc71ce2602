import { refuseUnknown } from '@postern/core'
import type { DestinationGuard } from './destination-guard.js'
import { DestinationError } from './destination-error.js'
import { headerText } from './header-text.js'
import type { OutboxDelivery } from './outbox.js'
import { type PerEndpoint, sealerFor } from './per-endpoint.js'
import { checkPins } from './pins.js'
import type { Sealer } from './sealer.js'
import type { FailureReason } from './verdict.js'

/** An event to deliver to a URL. */
export interface SendableDelivery {
  readonly url: string | URL
  /** The event id: the same on every attempt, and whenever it is sent again. Receivers know duplicates by it. */
  readonly id: string
  /** The event type. Sent in the scheme's header, where it has one; else it is for you to put in the payload. */
  readonly type?: string | undefined
  /** Your own name of the destination, for the functions `scheme` and `seal`: two may have one URL. */
  readonly endpoint?: string | undefined
  /** Text and bytes are sent as they are, everything else as JSON. */
  readonly payload: unknown
  /** The header `Content-Type`; `false` for none. @defaultValue `'application/json'` */
  readonly contentType?: string | false | undefined
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
  /** How many there were; 0 where it is `pending`, as the outbox counts on. */
  readonly attempts: number
  /** Of the last attempt, if it was answered. */
  readonly status?: number | undefined
  /** Of the last attempt, if it failed. */
  readonly reason?: FailureReason | undefined
}

/** What all deliveries of a sender have in common. */
export interface DeliverySettings {
  readonly guard: DestinationGuard
  readonly seal: PerEndpoint<Sealer | undefined>
  readonly userAgent: string
  readonly pins: readonly string[] | undefined
}

const deliveryKeys = [
  'url',
  'id',
  'type',
  'payload',
  'endpoint',
  'contentType',
  'pins',
] as const satisfies readonly (keyof SendableDelivery)[]

const place = 'send'

/**
 * Makes of a delivery what the outbox keeps: the payload is serialised and sealed here, once.
 * @throws TypeError for a delivery that is wrong
 * @throws DestinationError for a URL that is not allowed, as far as that can be told without DNS
 */
export async function prepareDelivery(
  delivery: SendableDelivery,
  { guard, seal, userAgent, pins: pinsOfSender }: DeliverySettings,
  now: number,
): Promise<OutboxDelivery> {
  refuseUnknown(delivery, deliveryKeys, place)
  const { id, type, endpoint, contentType = 'application/json' } = delivery
  if (!isText(id))
    throw new TypeError(
      `${place}: id must be text that is not empty: the id of the event, the same each time.`,
    )
  for (const [name, value] of Object.entries({ type, endpoint }))
    if (value !== undefined && !isText(value))
      throw new TypeError(`${place}: ${name} must be text that is not empty.`)
  const pins = delivery.pins === undefined ? undefined : checkPins(delivery.pins, `${place}: pins`)
  const url = guard.parse(delivery.url)
  if ((pins ?? pinsOfSender) !== undefined && url.protocol !== 'https:') throw new DestinationError('pins')
  const plain = serialise(delivery.payload)
  const head = { id, type, url: url.href, endpoint }
  const sealer = await sealerFor(seal, head)
  const sealed = sealer === undefined ? { body: plain } : await sealer.seal(plain, { sentAt: now })
  return {
    key: JSON.stringify([id, url.href, endpoint]),
    ...head,
    host: url.host,
    body: Buffer.from(sealed.body as Uint8Array),
    headers: {
      'user-agent': userAgent,
      ...(contentType === false ? {} : { 'content-type': headerText(contentType, `${place}: contentType`) }),
      ...lowerCase(sealed.headers),
    },
    pins,
    enqueuedAt: now,
    attempts: 0,
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

/** One spelling of each name, so that none is sent twice. */
function lowerCase(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function serialise(payload: unknown): Uint8Array {
  if (typeof payload === 'string') return Buffer.from(payload, 'utf8')
  // A copy: the caller may use its bytes again.
  if (payload instanceof Uint8Array) return Buffer.from(payload)
  const text = JSON.stringify(payload) as string | undefined
  if (text === undefined) throw new TypeError(`${place}: payload is nothing that JSON has.`)
  return Buffer.from(text, 'utf8')
}
