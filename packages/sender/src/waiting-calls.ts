import type { DeliveryResult } from './delivery.js'

interface Waiting {
  readonly id: string
  readonly promise: Promise<DeliveryResult>
  readonly resolve: (result: DeliveryResult) => void
}

/** The calls of `send` that wait for their deliveries to end. While there are any, the process does not end. */
export class WaitingCalls {
  readonly #waiting = new Map<string, Waiting>()
  #keepAlive: NodeJS.Timeout | undefined

  /** Tells whether a call waits for a delivery. */
  has(key: string): boolean {
    return this.#waiting.has(key)
  }

  /** Waits for the end of a delivery. */
  of(key: string, id: string): Promise<DeliveryResult> {
    const known = this.#waiting.get(key)
    if (known !== undefined) return known.promise
    let resolve: Waiting['resolve'] = () => undefined
    const promise = new Promise<DeliveryResult>((resolvePromise) => {
      resolve = resolvePromise
    })
    this.#waiting.set(key, { id, promise, resolve })
    // Clocks keep no process alive.
    this.#keepAlive ??= setInterval(() => undefined, 2 ** 31 - 1)
    return promise
  }

  /** Ends the wait for a delivery. */
  end(key: string, result: DeliveryResult): void {
    this.#waiting.get(key)?.resolve(result)
    this.#waiting.delete(key)
    if (this.#waiting.size > 0) return
    clearInterval(this.#keepAlive)
    this.#keepAlive = undefined
  }

  /** Ends all waits, for deliveries that have not ended. */
  giveUp(): void {
    for (const [key, { id }] of this.#waiting) this.end(key, { id, outcome: 'pending', attempts: 0 })
  }
}
