import { setTimeout as delay } from 'node:timers/promises'
import { CircuitBreaker } from './circuit-breaker.js'
import { DeadlineError, withDeadline } from './deadline.js'

const retryAfterMs = 50

/** What bounds a call to Redis: a deadline, one retry within it, and a breaker for when Redis is down. */
export class Calls {
  // One for each place that fails now. One master of a cluster may be down alone, so there that is a hash tag.
  readonly #breakers = new Map<string, CircuitBreaker>()

  constructor(
    private readonly deadlineMs: number,
    private readonly isCluster: boolean,
  ) {}

  /**
   * Makes a call, and once more when it failed, as all that the store asks is idempotent.
   * @throws NotAskedError while the breaker is open
   */
  async make<Reply>(tag: string, call: () => Promise<Reply>): Promise<Reply> {
    const place = this.isCluster ? tag : ''
    this.#breakers.get(place)?.pass()
    try {
      const reply = await this.#tryTwice(call)
      this.#breakers.delete(place)
      return reply
    } catch (error) {
      // Others may have failed, or succeeded, meanwhile.
      const breaker = this.#breakers.get(place) ?? new CircuitBreaker()
      breaker.failed(error)
      this.#breakers.set(place, breaker)
      throw error
    }
  }

  async #tryTwice<Reply>(call: () => Promise<Reply>): Promise<Reply> {
    const endsAt = performance.now() + this.deadlineMs
    try {
      return await withDeadline(call(), this.deadlineMs)
    } catch (error) {
      const leftMs = endsAt - performance.now() - retryAfterMs
      if (error instanceof DeadlineError || leftMs <= 0) throw error
      await delay(retryAfterMs)
      return withDeadline(call(), leftMs)
    }
  }
}
