import { setMaxListeners } from 'node:events'
import type { Clock } from '@postern/core'
import type { DeliveryOutcome, DeliveryResult } from './delivery.js'
import type { DisabledUrls } from './disabled-urls.js'
import { reportAttempt, reportDelivery } from './events.js'
import { Lanes } from './lanes.js'
import type { Outbox, OutboxDelivery, OutboxSettlement } from './outbox.js'
import { readRetryAfter } from './retry-after.js'
import { type Retries, retryDelay } from './retry-policy.js'
import type { Verdict } from './verdict.js'
import { WakeUp } from './wake-up.js'

/** How many deliveries are taken from the outbox at a time. */
const batch = 32

/** What the loop works with. */
export interface LoopSettings {
  readonly outbox: Outbox
  readonly clock: Clock
  readonly retries: Retries
  readonly retryAfterCapMs: number
  readonly perHost: number
  readonly concurrency: number
  /** How long the outbox is not to give again what it has given. */
  readonly holdMs: number
  /** The longest that an attempt takes. */
  readonly attemptMs: number
  /** The longest that the outbox is not asked. */
  readonly pollMs: number
  readonly disabled: DisabledUrls
  readonly attempt: (delivery: OutboxDelivery, signal: AbortSignal) => Promise<Verdict>
  readonly onEnd: (delivery: OutboxDelivery, result: DeliveryResult) => void
  readonly onIdle: () => void
}

/** Takes what is due from the outbox, attempts it, and notes what came of it. */
export class DeliveryLoop {
  readonly #settings: LoopSettings
  readonly #lanes: Lanes
  readonly #wakeUp: WakeUp
  // Taken and not given back: the outbox gives them again when their hold lapses.
  readonly #held = new Map<string, OutboxDelivery>()
  readonly #breakOff = new AbortController()
  #turn: Promise<void> | undefined
  #again = false
  #isStopped = false

  constructor(settings: LoopSettings) {
    this.#settings = settings
    // Each attempt listens to it, and Node takes more than ten for a leak.
    setMaxListeners(settings.concurrency, this.#breakOff.signal)
    this.#lanes = new Lanes(settings.perHost, () => {
      this.wake()
      this.#reportIdle()
    })
    this.#wakeUp = new WakeUp(settings.clock, () => {
      this.wake()
    })
  }

  /** Whether nothing is under way. */
  get isIdle(): boolean {
    return this.#turn === undefined && this.#lanes.running === 0
  }

  /** Looks for what is due. */
  wake(): void {
    if (this.#isStopped) return
    this.#again = true
    this.#turn ??= this.#takeAll().finally(() => {
      this.#turn = undefined
      // It was woken when the turn was over, and had not ended.
      if (this.#again) this.wake()
      this.#reportIdle()
    })
  }

  /** Takes nothing any more, and breaks off what is under way. */
  stop(): void {
    this.#isStopped = true
    this.#wakeUp.clear()
    this.#breakOff.abort()
  }

  async #takeAll(): Promise<void> {
    const { outbox, clock, pollMs, holdMs, concurrency } = this.#settings
    while (this.#again && !this.#isStopped) {
      this.#again = false
      const limit = Math.min(batch, concurrency - this.#lanes.running)
      // There is a look when the next one has ended.
      if (limit <= 0) return
      const now = clock.now()
      try {
        const exceptHosts = this.#lanes.full()
        const { deliveries, nextDueAt } = await outbox.due({ now, holdMs, limit, exceptHosts })
        for (const delivery of deliveries) this.#take(delivery, now + holdMs)
        if (deliveries.length > 0) this.#again = true
        // From SQL, that of none is null.
        else this.#wakeUp.setTo(Math.max(now + 1, Math.min(nextDueAt ?? Infinity, now + pollMs)))
      } catch (error) {
        warn('could not be asked for what is due', error)
        this.#wakeUp.setTo(now + pollMs)
      }
    }
  }

  #take(delivery: OutboxDelivery, heldUntil: number): void {
    const { key, host } = delivery
    // It is under way here: its hold lapsed.
    if (this.#held.has(key)) return
    this.#held.set(key, delivery)
    this.#lanes.run(host, async () => {
      const now = this.#settings.clock.now()
      try {
        if (now + this.#settings.attemptMs <= heldUntil) await this.#deliver(delivery)
        // It waited for room for so long that the hold could lapse meanwhile: it is taken anew.
        else if (now < heldUntil)
          await this.#settle(delivery, { kind: 'retry', attempts: delivery.attempts, dueAt: now })
      } catch (error) {
        warn('could not note what became of a delivery, which will be attempted again', error)
      } finally {
        this.#release(delivery)
      }
    })
  }

  async #deliver(delivery: OutboxDelivery): Promise<void> {
    const { attempt, clock, disabled } = this.#settings
    if (disabled.has(delivery.url)) {
      await this.#end(delivery, 'disabled', delivery.attempts, {})
      return
    }
    const startedAt = performance.now()
    const verdict = await attempt(delivery, this.#breakOff.signal)
    const now = clock.now()
    const attempts = delivery.attempts + 1
    const delay = verdict.outcome === 'failed' ? this.#delayAfter(attempts, verdict, now) : undefined
    const nextAttemptAt = delay === undefined ? undefined : now + delay
    const report = () => {
      reportAttempt({
        id: delivery.id,
        type: delivery.type,
        endpoint: delivery.endpoint,
        host: delivery.host,
        attempt: attempts,
        outcome: verdict.outcome,
        status: verdict.status,
        reason: verdict.reason,
        durationMs: performance.now() - startedAt,
        nextAttemptAt,
      })
    }
    if (verdict.outcome === 'broken-off') {
      await this.#settle(delivery, { kind: 'retry', attempts: delivery.attempts, dueAt: now }).finally(report)
    } else if (nextAttemptAt !== undefined) {
      try {
        await this.#settle(delivery, { kind: 'retry', attempts, dueAt: nextAttemptAt })
        this.#wakeUp.setTo(nextAttemptAt)
      } finally {
        report()
      }
    } else {
      if (verdict.outcome === 'gone') disabled.add(delivery.url)
      report()
      const outcome = verdict.outcome === 'failed' ? 'exhausted' : verdict.outcome
      await this.#end(delivery, outcome, attempts, verdict)
    }
  }

  #delayAfter(attempts: number, { retryAfter }: Verdict, now: number): number | undefined {
    const { retries, retryAfterCapMs } = this.#settings
    const delay = retryDelay(retries, attempts, Math.random())
    if (delay === undefined) return undefined
    return Math.max(delay, Math.min(readRetryAfter(retryAfter, now) ?? 0, retryAfterCapMs))
  }

  async #end(
    delivery: OutboxDelivery,
    outcome: Exclude<DeliveryOutcome, 'pending'>,
    attempts: number,
    { status, reason }: Pick<Verdict, 'status' | 'reason'>,
  ): Promise<void> {
    const { id, type, endpoint, host, enqueuedAt } = delivery
    const durationMs = this.#settings.clock.now() - enqueuedAt
    try {
      await this.#settle(delivery, { kind: 'ended' })
    } finally {
      reportDelivery({ id, type, endpoint, host, outcome, attempts, status, reason, durationMs })
      this.#settings.onEnd(delivery, { id, outcome, attempts, status, reason })
    }
  }

  #release(delivery: OutboxDelivery): void {
    if (this.#held.get(delivery.key) === delivery) this.#held.delete(delivery.key)
  }

  async #settle(delivery: OutboxDelivery, settlement: OutboxSettlement): Promise<void> {
    // From here on it may be given again, at once if it is due at once.
    if (settlement.kind === 'retry') this.#release(delivery)
    await this.#settings.outbox.settle(delivery.key, settlement)
  }

  #reportIdle(): void {
    if (this.isIdle) this.#settings.onIdle()
  }
}

function warn(what: string, error: unknown): void {
  // Its message may quote what was to be kept.
  const { name = 'no error', code = 'no code' } = Object(error) as { name?: string; code?: string }
  process.emitWarning(`The outbox ${what} (${name}, ${code}).`, { code: 'POSTERN_OUTBOX' })
}
