import { AgedMap } from './aged-map.js'
import { clientKey, isPrivateAddress } from './client-address.js'
import type { Clock } from './clock.js'
import { GuardedError } from './errors.js'
import { takeFromQuota } from './gcra.js'
import { oneOf, positive, refuseUnknown } from './check-option.js'
import { readHeader, type RequestHead } from './request.js'
import type { WebhookErrorCode } from './webhook-error.js'

/** Limits requests by client address (IPv6 by /64), in this process, before any work. */
export interface GuardOptions {
  /** Requests a window on average, and as many at once. */
  readonly limit: number
  readonly windowMs: number
  /** What counts: requests that were refused before they were verified, or all. @defaultValue `'failures'` */
  readonly count?: 'failures' | 'all' | undefined
}

/** Refusals of requests that nobody has vouched for yet. A genuine sender's other refusals must not lock it out. */
const failures: ReadonlySet<WebhookErrorCode> = new Set<WebhookErrorCode>([
  'ERR_WEBHOOK_BODY_ABORTED',
  'ERR_WEBHOOK_BODY_TIMEOUT',
  'ERR_WEBHOOK_BODY_TOO_LARGE',
  'ERR_WEBHOOK_MEDIA_TYPE',
  'ERR_WEBHOOK_METHOD',
  'ERR_WEBHOOK_SIGNATURE',
])

/** Addresses remembered at most; the one unseen for longest is forgotten first. */
const maximumAddresses = 10_000

/** The local limiter in front of everything else. */
export class Guard {
  readonly #nextArrivals = new AgedMap<number>()
  readonly #quota: { readonly limit: number; readonly windowMs: number; readonly burst: number }
  readonly #count: 'failures' | 'all'
  #warned = false

  constructor(
    options: GuardOptions,
    private readonly clock: Clock,
  ) {
    refuseUnknown(options, ['limit', 'windowMs', 'count'], 'Postern: guard')
    const { limit, windowMs, count = 'failures' } = options
    positive(limit, 'Postern: guard.limit')
    positive(windowMs, 'Postern: guard.windowMs')
    this.#quota = { limit, windowMs, burst: Math.max(1, limit) }
    this.#count = oneOf(['failures', 'all'], count, 'Postern: guard.count')
  }

  /** @throws GuardedError when the address has used its quota up */
  check(request: RequestHead): void {
    const key = this.#keyOf(request)
    if (key === undefined) return
    const decision = takeFromQuota(this.#nextArrivals.get(key), this.clock.now(), this.#quota)
    if (!decision.allowed) throw new GuardedError(decision.retryAfterMs)
    if (this.#count === 'all') this.#keep(key, decision.nextArrivalAt)
  }

  /** Counts a refused request, if the refusal is one that counts. */
  countRefusal(request: RequestHead, code: WebhookErrorCode): void {
    if (this.#count === 'all' || !failures.has(code)) return
    const key = this.#keyOf(request)
    if (key === undefined) return
    const decision = takeFromQuota(this.#nextArrivals.get(key), this.clock.now(), this.#quota)
    if (decision.allowed) this.#keep(key, decision.nextArrivalAt)
  }

  #keep(key: string, nextArrivalAt: number): void {
    this.#nextArrivals.set(key, nextArrivalAt)
    const { oldest, size } = this.#nextArrivals
    if (oldest !== undefined && size > maximumAddresses) this.#nextArrivals.delete(oldest.key)
  }

  #keyOf(request: RequestHead): string | undefined {
    const { ip } = request
    const key = ip === undefined ? undefined : clientKey(ip)
    if (key === undefined) {
      this.#warn('the request has no client address, so nothing is limited. Pass `ip` with the request.')
    } else if (!this.#warned && isPrivateAddress(ip as string) && isForwarded(request)) {
      this.#warn(
        'forwarded headers arrive from a private address, so a proxy is in front and all senders seem to be one. ' +
          "Tell the framework of it: app.set('trust proxy', 1) in Express, app.proxy = true in Koa, trustProxy in Fastify.",
      )
    }
    return key
  }

  #warn(text: string): void {
    if (this.#warned) return
    this.#warned = true
    process.emitWarning(`guard: ${text}`, { code: 'POSTERN_GUARD' })
  }
}

function isForwarded(request: RequestHead): boolean {
  try {
    return (
      readHeader(request, 'x-forwarded-for') !== undefined || readHeader(request, 'forwarded') !== undefined
    )
  } catch {
    return true
  }
}
