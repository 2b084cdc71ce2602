import { atLeastOne, type Clock, positive, refuseUnknown, type Scheme, systemClock } from '@postern/core'
import { type Authorities, checkAuthorities } from './authorities.js'
import type { Sealer } from './sealer.js'
import { DestinationGuard, type DestinationOptions } from './destination-guard.js'
import { headerText } from './header-text.js'
import { memoryOutbox } from './memory-outbox.js'
import type { Outbox } from './outbox.js'
import { isScheme, isSealer, type PerEndpoint } from './per-endpoint.js'
import { checkPins } from './pins.js'
import { checkRetries, defaultRetries, type Retries } from './retry-policy.js'
import { version } from './version.js'

/** Options of `createSender`. Unknown ones are refused. */
export interface SenderOptions {
  /**
   * What deliveries are signed with: any scheme of core or of a preset, with the secrets or private keys; or a function
   * that gives that of a delivery, where each endpoint has a secret of its own. It is asked by `send` and on each
   * attempt, so a key may change. With several secrets in force each signs, where the scheme has room for it.
   */
  readonly scheme: PerEndpoint<Scheme>
  /**
   * Encrypts payloads before they are signed: an `aesGcmEnvelope` or `jwe` of core, or a function that gives that of a
   * delivery. It is asked once for each, as all attempts have the same bytes. @defaultValue none
   */
  readonly seal?: PerEndpoint<Sealer | undefined>
  /** Where deliveries are until they have ended. @defaultValue `memoryOutbox()`, which is lost with the process */
  readonly outbox?: Outbox | undefined
  /** When failed attempts are repeated. @defaultValue nine retries over three days, as Standard Webhooks recommends */
  readonly retries?: Retries | undefined
  /** The longest that a `Retry-After` is heeded for, in ms. @defaultValue 3 600 000 (an hour) */
  readonly retryAfterCapMs?: number | undefined
  /** Until there is a connection, name and TLS included, in ms. @defaultValue 5000 */
  readonly connectMs?: number | undefined
  /** From the request to the first byte of the answer, in ms. @defaultValue 15 000 */
  readonly headersMs?: number | undefined
  /** Of an attempt as a whole, in ms. @defaultValue 20 000 */
  readonly totalMs?: number | undefined
  /** How many attempts may be under way at one host and port. @defaultValue 8 */
  readonly perHost?: number | undefined
  /** How many attempts may be under way in all. @defaultValue 256 */
  readonly concurrency?: number | undefined
  /** Where deliveries may go. @defaultValue public addresses, by https, at port 443 */
  readonly destinations?: DestinationOptions | undefined
  /**
   * The public keys that every destination may have: `'sha256/'` and the base64 of the SHA-256 of a leaf certificate's
   * SubjectPublicKeyInfo. Two at least, one of them of a backup key. Checked beside the chain and the name, never
   * instead. A delivery may have its own. @defaultValue any key with a certificate that is trusted
   */
  readonly pins?: readonly string[] | undefined
  /** The authorities that are trusted instead of Node's, in PEM. @defaultValue Node's */
  readonly ca?: Authorities | undefined
  /** The header `User-Agent`. @defaultValue `Postern/` and the version */
  readonly userAgent?: string | undefined
  /** How often the outbox is asked when it does not say when the next delivery is due, in ms. @defaultValue 5000 */
  readonly pollMs?: number | undefined
  /** Decides when retries are due, and is the time of signatures. @defaultValue `systemClock` */
  readonly clock?: Clock | undefined
}

const optionKeys = [
  'scheme',
  'seal',
  'outbox',
  'retries',
  'retryAfterCapMs',
  'connectMs',
  'headersMs',
  'totalMs',
  'perHost',
  'concurrency',
  'destinations',
  'pins',
  'ca',
  'userAgent',
  'pollMs',
  'clock',
] as const satisfies readonly (keyof SenderOptions)[]

const place = 'createSender'

/** The longest delay of a timer, in ms. */
const maxTimerMs = 2 ** 31 - 1

/** @throws TypeError for unknown or wrong options */
export function checkOptions(options: SenderOptions) {
  refuseUnknown(options, optionKeys, place)
  const { scheme, seal, outbox = memoryOutbox(), pins } = options
  // Callers without a type checker may forget it.
  if (typeof scheme !== 'function' && !isScheme(scheme))
    throw new TypeError(
      `${place}: scheme must be a scheme of Postern, such as standardWebhooks({ secrets }), or a function that gives one.`,
    )
  if (seal !== undefined && typeof seal !== 'function' && !isSealer(seal))
    throw new TypeError(
      `${place}: seal must have a method seal, as aesGcmEnvelope({ keys }) and jwe({ keys }) do where the keys are given.`,
    )
  for (const method of ['put', 'due', 'settle'] as const) {
    if (typeof (outbox as Outbox | null)?.[method] !== 'function')
      throw new TypeError(`${place}: outbox must have a method ${method}.`)
  }
  return {
    scheme,
    seal,
    outbox,
    retries: checkRetries(options.retries ?? defaultRetries),
    retryAfterCapMs: positive(options.retryAfterCapMs ?? 3_600_000, `${place}: retryAfterCapMs`),
    connectMs: deadline(options.connectMs ?? 5000, 'connectMs'),
    headersMs: deadline(options.headersMs ?? 15_000, 'headersMs'),
    totalMs: deadline(options.totalMs ?? 20_000, 'totalMs'),
    perHost: whole(options.perHost ?? 8, 'perHost'),
    concurrency: whole(options.concurrency ?? 256, 'concurrency'),
    guard: new DestinationGuard(options.destinations),
    pins: pins === undefined ? undefined : checkPins(pins, `${place}: pins`),
    authorities: options.ca === undefined ? undefined : checkAuthorities(options.ca, `${place}: ca`),
    userAgent: headerText(options.userAgent ?? `Postern/${version}`, `${place}: userAgent`),
    pollMs: deadline(options.pollMs ?? 5000, 'pollMs'),
    clock: options.clock ?? systemClock,
  }
}

function deadline(ms: number, name: string): number {
  if (positive(ms, `${place}: ${name}`) <= maxTimerMs) return ms
  throw new TypeError(`${place}: ${name} must be at most ${String(maxTimerMs)}.`)
}

function whole(value: number, name: string): number {
  if (Number.isInteger(atLeastOne(value, `${place}: ${name}`))) return value
  throw new TypeError(`${place}: ${name} must be a whole number, and is ${String(value)}.`)
}
