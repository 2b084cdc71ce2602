import type { DeliveryResult } from './delivery.js'

interface Waiting {
  readonly id: string
  readonly promise: Promise<DeliveryResult>
  readonly resolve: (result: DeliveryResult) => void
  callers: number
}

/** The calls of `send` that wait for their deliveries to end. While there are any, the process does not end. */
export class WaitingCalls {
  readonly #waiting = new Map<string, Waiting>()
  #keepAlive: NodeJS.Timeout | undefined

  /** Waits for the end of a delivery. */
  of(key: string, id: string): Promise<DeliveryResult> {
    const known = this.#waiting.get(key)
    if (known !== undefined) {
      known.callers += 1
      return known.promise
    }
    let resolve: Waiting['resolve'] = () => undefined
    const promise = new Promise<DeliveryResult>((resolvePromise) => {
      resolve = resolvePromise
    })
    this.#waiting.set(key, { id, promise, resolve, callers: 1 })
    // Clocks keep no process alive.
    this.#keepAlive ??= setInterval(() => undefined, 2 ** 31 - 1)
    return promise
  }

  /** Says that one of the calls waits no more, as its delivery could not be kept. */
  leave(key: string): void {
    const waiting = this.#waiting.get(key)
    if (waiting === undefined) return
    waiting.callers -= 1
    if (waiting.callers === 0) this.#forget(key)
  }

  /** Ends the wait for a delivery. */
  end(key: string, result: DeliveryResult): void {
    this.#waiting.get(key)?.resolve(result)
    this.#forget(key)
  }

  /** Ends all waits, for deliveries that have not ended. */
  giveUp(): void {
    for (const [key, { id }] of this.#waiting) this.end(key, { id, outcome: 'pending', attempts: 0 })
  }

  #forget(key: string): void {
    this.#waiting.delete(key)
    if (this.#waiting.size > 0) return
    clearInterval(this.#keepAlive)
    this.#keepAlive = undefined
  }
}
