import {
  type DeliveryResult,
  type DueRequest,
  memoryOutbox,
  type Outbox,
  type OutboxDelivery,
} from '@postern/sender'
import { type ManualClock, manualClock } from '@postern/testing/manual-clock'
import { DeliveryLoop, type LoopSettings } from '../src/delivery-loop.js'
import { DisabledUrls } from '../src/disabled-urls.js'
import type { Verdict } from '../src/verdict.js'

/** An attempt that goes on until the test ends it. */
export interface OpenAttempt {
  readonly delivery: OutboxDelivery
  readonly signal: AbortSignal
  readonly end: (verdict: Verdict) => void
}

/** A loop over an outbox, with attempts that end when and as the test says. */
export class LoopUnderTest {
  readonly clock: ManualClock = manualClock()
  /** Those that have not ended, in the order in which they began. */
  readonly open: OpenAttempt[] = []
  readonly results = new Map<string, DeliveryResult>()
  readonly requests: DueRequest[] = []
  readonly outbox: Outbox
  readonly loop: DeliveryLoop
  idleReports = 0

  constructor({ outbox = memoryOutbox(), ...settings }: Partial<LoopSettings> = {}) {
    this.outbox = outbox
    this.loop = new DeliveryLoop({
      outbox: {
        put: (delivery) => outbox.put(delivery),
        due: (request) => {
          this.requests.push(request)
          return outbox.due(request)
        },
        settle: (key, settlement) => outbox.settle(key, settlement),
      },
      clock: this.clock,
      retries: { schedule: [1000, 60_000] },
      retryAfterCapMs: 600_000,
      perHost: 2,
      concurrency: 256,
      holdMs: 45_000,
      attemptMs: 20_000,
      pollMs: 5000,
      disabled: new DisabledUrls(),
      attempt: (delivery, signal) => this.#attempt(delivery, signal),
      onEnd: ({ key }, result) => {
        this.results.set(key, result)
      },
      onIdle: () => {
        this.idleReports += 1
      },
      ...settings,
    })
  }

  /** Puts deliveries to a host into the outbox, and wakes the loop. */
  async put(host: string, ...ids: string[]): Promise<void> {
    for (const id of ids) await this.outbox.put(stored({ id, host, enqueuedAt: this.clock.now() }))
    this.loop.wake()
    await turns()
  }

  /** Ends attempts, all in the same way. */
  async end(verdict: Verdict, attempts: readonly OpenAttempt[]): Promise<void> {
    for (const attempt of attempts) attempt.end(verdict)
    await turns()
  }

  async advance(ms: number): Promise<void> {
    this.clock.advance(ms)
    await turns()
  }

  /** The attempts that are open at a host. */
  at(host: string): OpenAttempt[] {
    return this.open.filter(({ delivery }) => delivery.host === host)
  }

  #attempt(delivery: OutboxDelivery, signal: AbortSignal): Promise<Verdict> {
    return new Promise((resolve) => {
      const attempt: OpenAttempt = {
        delivery,
        signal,
        end: (verdict) => {
          this.open.splice(this.open.indexOf(attempt), 1)
          resolve(verdict)
        },
      }
      this.open.push(attempt)
    })
  }
}

/** Lets everything happen that needs no clock. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** A delivery as an outbox keeps it. Its key is id and host. */
export function stored({
  id,
  host,
  enqueuedAt,
}: Pick<OutboxDelivery, 'id' | 'host' | 'enqueuedAt'>): OutboxDelivery {
  return {
    key: `${id} ${host}`,
    id,
    endpoint: undefined,
    type: undefined,
    url: `https://${host}/`,
    host,
    body: Buffer.from('{}'),
    headers: {},
    pins: undefined,
    enqueuedAt,
    attempts: 0,
  }
}

/** `msg_0` and so on. */
export function ids(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `msg_${index}`)
}
