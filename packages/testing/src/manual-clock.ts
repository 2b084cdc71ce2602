import type { Clock } from '@postern/core'

/** A clock that stands still until it is told to move. */
export interface ManualClock extends Clock {
  /** Moves the time on, and calls back what falls due on the way, in order, each at its own instant. */
  advance(ms: number): void
}

interface Interval {
  readonly ms: number
  readonly callback: () => void
  dueAt: number
}

/** Makes a clock for tests that stands at `startAt` (epoch ms). */
export function manualClock(startAt = 1_700_000_000_000): ManualClock {
  let now = startAt
  const intervals = new Set<Interval>()

  function nextUpTo(end: number): Interval | undefined {
    let next: Interval | undefined
    for (const interval of intervals) {
      if (interval.dueAt <= end && (next === undefined || interval.dueAt < next.dueAt)) next = interval
    }
    return next
  }

  return {
    now: () => now,
    every(ms, callback) {
      if (!(ms > 0)) throw new TypeError('manualClock: an interval must be above 0.')
      const interval = { ms, callback, dueAt: now + ms }
      intervals.add(interval)
      return () => {
        intervals.delete(interval)
      }
    },
    advance(ms) {
      const end = now + ms
      for (let next = nextUpTo(end); next !== undefined; next = nextUpTo(end)) {
        now = next.dueAt
        next.dueAt += next.ms
        next.callback()
      }
      now = end
    },
  }
}
