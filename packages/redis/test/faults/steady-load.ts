import { setTimeout as delay } from 'node:timers/promises'
import { post, sign } from '@postern/testing/sender'

/** One request of a load, and its answer. */
export interface LoadedRequest {
  readonly id: string
  /** `performance.now()` */
  readonly sentAt: number
  readonly ms: number
  readonly status: number
  readonly retryAfter: string | null
}

let lastId = 0

/** Sends new deliveries at a steady rate, whatever becomes of those before, until it is stopped. */
export class SteadyLoad {
  readonly requests: LoadedRequest[] = []
  /** How long unsigned requests took beside them, in ms: these never get to the store, so it is what the machine takes. */
  readonly controls: number[] = []
  readonly #underway = new Set<Promise<void>>()
  readonly #ended: Promise<void>
  #stopped = false

  constructor(
    private readonly url: string,
    perSecond: number,
  ) {
    this.#ended = this.#run(1000 / perSecond)
  }

  /** Stops, and waits for the last answer. */
  async stop(): Promise<LoadedRequest[]> {
    this.#stopped = true
    await this.#ended
    await Promise.all(this.#underway)
    return this.requests
  }

  async #run(everyMs: number): Promise<void> {
    for (let next = performance.now(); !this.#stopped; next += everyMs) {
      this.#track(this.#send())
      this.#track(this.#sendControl())
      await delay(Math.max(0, next + everyMs - performance.now()))
    }
  }

  #track(request: Promise<void>): void {
    this.#underway.add(request)
    void request.finally(() => this.#underway.delete(request))
  }

  async #sendControl(): Promise<void> {
    const sentAt = performance.now()
    await post(this.url, { headers: { 'content-type': 'application/json' }, body: Buffer.from('{}') })
    this.controls.push(performance.now() - sentAt)
  }

  async #send(): Promise<void> {
    const id = `evt-${(lastId += 1)}`
    const signed = sign({ id })
    const sentAt = performance.now()
    const { status, headers } = await post(this.url, signed)
    const ms = performance.now() - sentAt
    this.requests.push({ id, sentAt, ms, status, retryAfter: headers.get('retry-after') })
  }
}

/** The value below which a share of the values is. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
