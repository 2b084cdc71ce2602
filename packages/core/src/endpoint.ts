import type { StandardSchemaV1 } from '@standard-schema/spec'
import { parseByteSize } from './byte-size.js'
import { type Clock, systemClock } from './clock.js'
import type { Decrypter } from './decrypt/decrypter.js'
import { Guard } from './guard.js'
import { compilePath } from './json-path.js'
import { LeaseKeeper } from './lease.js'
import { memoryStore } from './memory-store.js'
import type { EventId, Parse, ReceiverOptions } from './options.js'
import { BodyDeadlines } from './body-deadlines.js'
import { oneOf, positive, refuseUnknown } from './check-option.js'
import { compileRateLimit, type QuotaOf } from './rate-limit.js'
import type { RequestHead } from './request.js'
import { standardWebhooks } from './schemes/standard-webhooks.js'
import type { Scheme } from './schemes/scheme.js'
import { pathOf, type ValueSource } from './schemes/value-source.js'
import type { DeliveryStore } from './store.js'

/** A receiver's settings, checked and complete: one place where deliveries come in. */
export interface Endpoint<Payload = unknown> {
  readonly scheme: Scheme
  readonly eventId: EventId | undefined
  readonly source: string | ((request: RequestHead) => string)
  readonly store: DeliveryStore
  readonly toleranceMs: number | false
  readonly bodyLimitBytes: number
  readonly bodyDeadlines: BodyDeadlines
  readonly leases: LeaseKeeper
  readonly retentionMs: number
  readonly quotaOf: QuotaOf | undefined
  readonly guard: Guard | undefined
  readonly decrypt: Decrypter | undefined
  readonly parse: Parse<Payload>
  readonly schema: StandardSchemaV1<unknown, Payload> | undefined
  readonly onStoreError: 'reject' | 'accept'
  readonly onRejected: ReceiverOptions['onRejected']
  readonly enforce: boolean
  readonly clock: Clock
}

const optionKeys = [
  'scheme',
  'eventId',
  'source',
  'store',
  'toleranceMs',
  'bodyLimit',
  'bodyTimeoutMs',
  'leaseMs',
  'retentionMs',
  'rateLimit',
  'guard',
  'decrypt',
  'parse',
  'schema',
  'onStoreError',
  'onRejected',
  'enforce',
  'clock',
] as const satisfies readonly (keyof ReceiverOptions)[]

const day = 24 * 60 * 60 * 1000

/**
 * Checks the options of a receiver and fills in what is not given.
 * @throws TypeError that names the option and what to do about it
 */
export function createEndpoint<Payload>(options: ReceiverOptions<Payload>): Endpoint<Payload> {
  refuseUnknown(options, optionKeys, 'Postern')
  const { clock = systemClock, enforce = true, parse = 'auto' } = options
  const scheme = options.scheme ?? standardWebhooks({ secrets: environmentSecrets() })
  if (typeof scheme === 'function')
    throw new TypeError('Postern: scheme is a function. Call it with the secrets: scheme({ secrets }).')
  refusePrivateKeys(scheme)
  const { toleranceMs = scheme.toleranceMs ?? 300_000 } = options
  const leaseMs = positive(options.leaseMs ?? 30_000, 'Postern: leaseMs')
  const retentionMs = retentionOf(scheme, options.retentionMs)
  const store = options.store ?? memoryStore({ clock })
  if (toleranceMs !== false) positive(toleranceMs, 'Postern: toleranceMs')
  if (scheme.signsTimestamp && toleranceMs !== false && retentionMs < 2 * toleranceMs + 1000) {
    throw new TypeError(
      'Postern: retentionMs is less than twice toleranceMs, so a recorded delivery could be replayed after it is forgotten.',
    )
  }
  if (retentionMs < leaseMs)
    throw new TypeError(
      'Postern: retentionMs is less than leaseMs, so a running delivery would be forgotten.',
    )
  checkDecrypter(options.decrypt)
  if (options.decrypt !== undefined && scheme.readPayload !== undefined)
    throw new TypeError(
      `Postern: the body of '${scheme.name}' is no envelope, so decrypt has nothing to open.`,
    )
  if (typeof parse !== 'function') oneOf(['auto', 'json', 'form', 'text', 'raw'], parse, 'Postern: parse')
  checkEventId(scheme, options.eventId, parse)
  if (!enforce) warnOfReportOnly(scheme.name)
  return {
    scheme,
    eventId: options.eventId,
    source: options.source ?? scheme.name,
    store,
    toleranceMs,
    bodyLimitBytes: parseByteSize(options.bodyLimit ?? '1mb', 'Postern: bodyLimit'),
    bodyDeadlines: new BodyDeadlines(
      clock,
      positive(options.bodyTimeoutMs ?? 10_000, 'Postern: bodyTimeoutMs'),
    ),
    leases: new LeaseKeeper(store, clock, leaseMs),
    retentionMs,
    quotaOf: compileRateLimit(options.rateLimit, store),
    guard:
      options.guard === undefined || options.guard === false ? undefined : new Guard(options.guard, clock),
    decrypt: options.decrypt,
    parse,
    schema: options.schema,
    onStoreError: oneOf(['reject', 'accept'], options.onStoreError ?? 'reject', 'Postern: onStoreError'),
    onRejected: options.onRejected,
    enforce,
    clock,
  }
}

/** A provider that tries again for longer than deliveries are remembered would have one run twice. */
function retentionOf({ name, retryWindowMs = 0 }: Scheme, given: number | undefined): number {
  const retentionMs = positive(given ?? Math.max(7 * day, retryWindowMs + day), 'Postern: retentionMs')
  if (retentionMs >= retryWindowMs) return retentionMs
  throw new TypeError(
    `Postern: retentionMs is ${String(retentionMs)}, and '${name}' tries again for ${String(retryWindowMs)} ms, so a late retry would run again.`,
  )
}

function refusePrivateKeys({ name, privateKeys = [] }: Scheme): void {
  if (privateKeys.length === 0) return
  throw new TypeError(
    `Postern: the scheme '${name}' has a private key (${privateKeys.join(', ')}). Give a receiver the public key; the private one is the sender's alone.`,
  )
}

function environmentSecrets(): string[] {
  const variable = process.env['WEBHOOK_SECRET']
  if (variable === undefined || variable.trim() === '') {
    throw new TypeError(
      'Postern: no scheme is given, so the secrets of Standard Webhooks are taken from the environment variable WEBHOOK_SECRET, which is not set. Set it, or pass a scheme with its secrets.',
    )
  }
  return variable.split(',').map((secret) => secret.trim())
}

function checkEventId(scheme: Scheme, eventId: EventId | undefined, parse: Parse<unknown>): void {
  if (eventId === undefined && scheme.event.id.length === 0) {
    throw new TypeError(
      `Postern: the scheme '${scheme.name}' carries no event id, so say where it is with eventId: ` +
        "{ header: 'x-event-id' }, '$.id' (a path into the payload), 'hash' (of what is signed: a retry that is signed anew runs again), a function, or false (no idempotency: every delivery runs).",
    )
  }
  const paths = eventIdSources(scheme, eventId).map(pathOf)
  for (const path of paths) if (path !== undefined) compilePath(path)
  const isUndecoded = parse === 'raw' || parse === 'text'
  if (isUndecoded && paths.length > 0 && !paths.includes(undefined)) {
    throw new TypeError(
      `Postern: the event id is in the payload, which parse: '${parse}' leaves as it is. Set eventId to a header, 'hash', a function or false.`,
    )
  }
}

function eventIdSources(scheme: Scheme, eventId: EventId | undefined): readonly ValueSource[] {
  if (eventId === undefined) return scheme.event.id
  return eventId === 'hash' || eventId === false || typeof eventId === 'function' ? [] : [eventId]
}

function checkDecrypter(decrypter: Partial<Decrypter> | undefined): void {
  if (decrypter === undefined || typeof decrypter.decrypt === 'function') return
  throw new TypeError('Postern: decrypt is no decrypter. Call it with the keys: aesGcmEnvelope({ keys }).')
}

function warnOfReportOnly(scheme: string): void {
  process.emitWarning(
    `enforce is false: '${scheme}' deliveries that fail verification reach the handler. Never do this in production.`,
    { code: 'POSTERN_REPORT_ONLY' },
  )
}
