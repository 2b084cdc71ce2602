import { DeadlineError } from './deadline.js'
import type { Division } from './group-commit.js'

/** Bounds how long one call keeps Redis from its other work: less than half a millisecond, at 3 to 4 us for a claim. */
const maxBatch = 100

const aloneForMs = 5000

/**
 * While a slot of a cluster moves to another master, calls with several keys in it are refused (TRYAGAIN, which
 * some clients wait out until the deadline); those with one key pass. So there each delivery then has a call of its own.
 */
export class MovingSlots implements Division {
  readonly #aloneUntil = new Map<string, number>()

  constructor(private readonly isCluster: boolean) {}

  batchLimit(tag: string): number {
    const until = this.#aloneUntil.get(tag)
    if (until === undefined) return maxBatch
    if (performance.now() < until) return 1
    this.#aloneUntil.delete(tag)
    return maxBatch
  }

  /** Learns from the failure, too. */
  shouldSplit(tag: string, error: unknown): boolean {
    if (!this.isCluster) return false
    const isRefused = isTryAgain(error)
    if (isRefused || error instanceof DeadlineError) this.#aloneUntil.set(tag, performance.now() + aloneForMs)
    return isRefused
  }
}

/** Tells whether Redis refused a call, and did none of it, as its slot moves. */
export function isTryAgain(error: unknown): boolean {
  return (error as Error).message.startsWith('TRYAGAIN')
}
