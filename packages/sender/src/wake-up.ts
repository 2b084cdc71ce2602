import type { Clock } from '@postern/core'

/** One alarm, for the earliest of the instants that it was set to. */
export class WakeUp {
  readonly #clock: Clock
  readonly #onWake: () => void
  #at = Infinity
  #cancel: () => void = () => undefined

  constructor(clock: Clock, onWake: () => void) {
    this.#clock = clock
    this.#onWake = onWake
  }

  /** @param at - epoch ms; what is later than the alarm that is set is passed over, and what is past goes off at once */
  setTo(at: number): void {
    if (at >= this.#at) return
    this.clear()
    const ms = Math.ceil(at - this.#clock.now())
    if (ms <= 0) {
      this.#onWake()
      return
    }
    this.#at = at
    this.#cancel = this.#clock.every(ms, () => {
      this.clear()
      this.#onWake()
    })
  }

  clear(): void {
    this.#cancel()
    this.#at = Infinity
  }
}
