import type { Clock } from './clock.js'
import { Sweep } from './sweep.js'

/** A body under way, and what to do when it is late. */
export interface AwaitedBody {
  readonly dueAt: number
  readonly abandon: () => void
}

/** Abandons bodies that do not arrive in time: at the latest an eighth of the time late, for one timer in all. */
export class BodyDeadlines {
  readonly #sweep: Sweep<AwaitedBody>

  constructor(
    private readonly clock: Clock,
    private readonly timeoutMs: number,
  ) {
    this.#sweep = new Sweep(clock, Math.ceil(timeoutMs / 8), (body, now) => {
      if (now < body.dueAt) return
      this.#sweep.delete(body)
      body.abandon()
    })
  }

  await(abandon: () => void): AwaitedBody {
    const body = { dueAt: this.clock.now() + this.timeoutMs, abandon }
    this.#sweep.add(body)
    return body
  }

  arrived(body: AwaitedBody): void {
    this.#sweep.delete(body)
  }
}
