/** Where a receiver takes the time from. Tests give it one that they move by hand. */
export interface Clock {
  /** The instant, in milliseconds since the epoch. */
  now(): number
  /**
   * Calls back every `ms` milliseconds until the returned function is called.
   * Must not keep the process alive.
   */
  every(ms: number, callback: () => void): () => void
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: Date.now,
  every(ms, callback) {
    const timer = setInterval(callback, Math.min(ms, 2 ** 31 - 1))
    timer.unref()
    return () => {
      clearInterval(timer)
    }
  },
}
