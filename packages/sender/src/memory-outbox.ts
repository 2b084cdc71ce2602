import { atLeastOne, refuseUnknown } from '@postern/core'
import type { DueDeliveries, DueRequest, Outbox, OutboxDelivery, OutboxSettlement } from './outbox.js'
import { Turns } from './turns.js'

/** Options of {@link memoryOutbox}. */
export interface MemoryOutboxOptions {
  /** How many deliveries it holds; beyond it, what is sent is refused. @defaultValue 100 000 */
  readonly maxDeliveries?: number | undefined
}

interface Held {
  delivery: OutboxDelivery
  dueAt: number
}

/**
 * Makes an outbox in the memory of this process. What it holds is lost with the process.
 * @throws TypeError for unknown options
 */
export function memoryOutbox(options: MemoryOutboxOptions = {}): Outbox {
  refuseUnknown(options, ['maxDeliveries'], 'memoryOutbox')
  return new MemoryOutbox(atLeastOne(options.maxDeliveries ?? 100_000, 'memoryOutbox: maxDeliveries'))
}

class MemoryOutbox implements Outbox {
  readonly #deliveries = new Map<string, Held>()
  // Of each host. A turn counts while its delivery is due at that very instant.
  readonly #turns = new Map<string, Turns>()
  readonly #maxDeliveries: number

  constructor(maxDeliveries: number) {
    this.#maxDeliveries = maxDeliveries
  }

  put(delivery: OutboxDelivery): Promise<void> {
    if (this.#deliveries.has(delivery.key)) return Promise.resolve()
    if (this.#deliveries.size >= this.#maxDeliveries) {
      const most = String(this.#maxDeliveries)
      return Promise.reject(new Error(`memoryOutbox: it holds ${most} deliveries, which is the most.`))
    }
    const held = { delivery, dueAt: -Infinity }
    this.#deliveries.set(delivery.key, held)
    this.#schedule(held, delivery.enqueuedAt)
    return Promise.resolve()
  }

  due({ now, holdMs, limit, exceptHosts }: DueRequest): Promise<DueDeliveries> {
    const deliveries: OutboxDelivery[] = []
    let nextDueAt: number | undefined
    for (const host of [...this.#turns.keys()]) {
      if (exceptHosts.includes(host)) continue
      const before = deliveries.length
      let next = this.#nextOf(host)
      while (next !== undefined && next.dueAt <= now && deliveries.length < limit) {
        deliveries.push(next.delivery)
        this.#schedule(next, now + holdMs)
        next = this.#nextOf(host)
      }
      if (deliveries.length > before) this.#passTurn(host)
      if (next !== undefined) nextDueAt = Math.min(nextDueAt ?? Infinity, next.dueAt)
    }
    return Promise.resolve({ deliveries, nextDueAt })
  }

  settle(key: string, settlement: OutboxSettlement): Promise<void> {
    const held = this.#deliveries.get(key)
    if (held === undefined) return Promise.resolve()
    if (settlement.kind === 'ended') {
      this.#deliveries.delete(key)
      return Promise.resolve()
    }
    held.delivery = { ...held.delivery, attempts: settlement.attempts }
    this.#schedule(held, settlement.dueAt)
    return Promise.resolve()
  }

  #schedule(held: Held, dueAt: number): void {
    held.dueAt = dueAt
    const { key, host } = held.delivery
    const turns = this.#turns.get(host) ?? new Turns()
    this.#turns.set(host, turns)
    turns.add({ key, dueAt })
  }

  /** The one of the host that falls due first. Turns that do not count any more go on the way. */
  #nextOf(host: string): Held | undefined {
    const turns = this.#turns.get(host)
    for (let turn = turns?.first; turn !== undefined; turn = turns?.first) {
      const held = this.#deliveries.get(turn.key)
      if (held?.dueAt === turn.dueAt) return held
      turns?.removeFirst()
    }
    this.#turns.delete(host)
    return undefined
  }

  /** Lets all other hosts go first the next time. */
  #passTurn(host: string): void {
    const turns = this.#turns.get(host)
    if (turns === undefined) return
    this.#turns.delete(host)
    this.#turns.set(host, turns)
  }
}
