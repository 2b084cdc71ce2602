import { type EventHistory, historiesOf } from './history.js'
import type { Entry } from './ledger.js'

/** How long leases last in hand-made histories. */
export const leaseMs = 1000

/** What workers noted of one event, the order of the calls aside. */
export class HandMadeLedger {
  readonly #ledgers = new Map<string, Entry[]>()
  readonly #deaths = new Map<string, number>()
  #acknowledgedAt: number | undefined

  /** A claim, whose answer is still to be noted if it comes. */
  claimed(worker: string, at: number): this {
    return this.#note(worker, { kind: 'claimed', id: 'evt', at })
  }

  refused(worker: string, at: number): this {
    return this.#note(worker, { kind: 'refused', id: 'evt', at })
  }

  /** @param at - the claim; the answer comes 10 ms later unless another time is given */
  admitted(worker: string, fence: number, at: number, takeover = false, answeredAt = at + 10): this {
    this.claimed(worker, at)
    return this.#note(worker, { kind: 'admitted', id: 'evt', fence, takeover, claimedAt: at, at: answeredAt })
  }

  renewed(worker: string, fence: number, at: number): this {
    return this.#note(worker, { kind: 'renewed', id: 'evt', fence, at })
  }

  started(worker: string, fence: number, at: number, turnAt = at): this {
    return this.#note(worker, { kind: 'started', id: 'evt', fence, attempt: fence, turnAt, at })
  }

  ended(worker: string, fence: number, by: 'success' | 'failure', at: number): this {
    return this.#note(worker, { kind: 'ended', id: 'evt', fence, by, at })
  }

  settled(
    worker: string,
    fence: number,
    outcome: (Entry & { readonly kind: 'settled' })['outcome'],
    at: number,
  ): this {
    return this.#note(worker, { kind: 'settled', id: 'evt', fence, outcome, at })
  }

  /** A claim, a run of it from 20 to 50 ms later, and its settlement. */
  ran(worker: string, fence: number, at: number, by: 'success' | 'failure', takeover = false): this {
    return this.admitted(worker, fence, at, takeover)
      .started(worker, fence, at + 20)
      .ended(worker, fence, by, at + 50)
      .settled(worker, fence, by === 'success' ? 'completed' : 'released', at + 60)
  }

  died(worker: string, at: number): this {
    this.#deaths.set(worker, at)
    return this
  }

  acknowledged(at: number): this {
    this.#acknowledgedAt = at
    return this
  }

  histories(): EventHistory[] {
    const acknowledgements = new Map([['evt', this.#acknowledgedAt]])
    return [...historiesOf({ ledgers: this.#ledgers, deaths: this.#deaths, acknowledgements }).values()]
  }

  #note(worker: string, entry: Entry): this {
    this.#ledgers.set(worker, [...(this.#ledgers.get(worker) ?? []), entry])
    return this
  }
}
