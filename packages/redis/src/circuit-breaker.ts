const failuresToOpen = 5
const probeEveryMs = 1000

/** Redis was not asked, as it failed repeatedly. */
export class NotAskedError extends Error {
  override readonly name = 'NotAskedError'
}

/**
 * Stops asking a Redis that does not answer, so that a dead one costs no request its deadline: opens after five
 * failures, and lets one call through each second. It is made at the first failure, and dropped at a success.
 */
export class CircuitBreaker {
  #failures = 0
  #nextProbeAt = 0
  #lastFailure: unknown

  /** @throws NotAskedError while it is open */
  pass(): void {
    if (this.#failures < failuresToOpen) return
    const now = performance.now()
    if (now < this.#nextProbeAt) {
      throw new NotAskedError('Redis failed repeatedly, and is asked once a second until it answers.', {
        cause: this.#lastFailure,
      })
    }
    this.#nextProbeAt = now + probeEveryMs
  }

  failed(error: unknown): void {
    this.#failures += 1
    this.#lastFailure = error
    if (this.#failures === failuresToOpen) this.#nextProbeAt = performance.now() + probeEveryMs
  }
}
