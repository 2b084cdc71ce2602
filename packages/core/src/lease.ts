import type { Clock } from './clock.js'
import { reportLease } from './diagnostics.js'
import type { Admission, Claim, DeliveryStore } from './store.js'
import { Sweep } from './sweep.js'

/**
 * How many lease times a handler is helped over by itself. One that has neither ended nor called `extend()` by
 * then is taken to hang, and the delivery must not hang with it.
 */
const renewedLeases = 10

/** The exclusive right to process one delivery, as long as it is renewed. */
export class Lease {
  leaseUntil: number
  renewUntil: number
  isRenewing = false
  #lost = false
  #controller: AbortController | undefined

  constructor(
    readonly claim: Claim,
    readonly admission: Admission & { readonly kind: 'admitted' },
    private readonly keeper: LeaseKeeper,
    readonly acquiredAt: number,
  ) {
    this.leaseUntil = acquiredAt + keeper.leaseMs
    this.renewUntil = acquiredAt + keeper.leaseMs * renewedLeases
  }

  /** Aborted when the lease is lost. Made on first use: most handlers never ask. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#lost) this.#controller.abort(lostReason())
    return this.#controller.signal
  }

  get isLost(): boolean {
    return this.#lost
  }

  /** Stops the renewal without giving the lease up: it ends in its time, unless the handler ends first. */
  letLapse(): void {
    this.renewUntil = -Infinity
  }

  /** Renews at the handler's wish, and gives it more time. Tells whether the lease is still held. */
  extend(): Promise<boolean> {
    return this.keeper.extend(this)
  }

  lose(): void {
    if (this.#lost) return
    this.#lost = true
    this.#controller?.abort(lostReason())
    const { source, id } = this.claim
    const { attempt, fence } = this.admission
    reportLease({ source, id, outcome: 'lost', attempt, fence })
  }
}

function lostReason(): DOMException {
  return new DOMException(
    'The lease of this delivery was lost: another attempt may be running.',
    'AbortError',
  )
}

/** Renews the leases of one receiver. */
export class LeaseKeeper {
  readonly #sweep: Sweep<Lease>

  constructor(
    private readonly store: DeliveryStore,
    private readonly clock: Clock,
    readonly leaseMs: number,
  ) {
    this.#sweep = new Sweep(clock, Math.ceil(leaseMs / 3), (lease, now) => {
      this.#look(lease, now)
    })
  }

  keep(lease: Lease): void {
    this.#sweep.add(lease)
  }

  drop(lease: Lease): void {
    this.#sweep.delete(lease)
  }

  async extend(lease: Lease): Promise<boolean> {
    if (lease.isLost) return false
    const now = this.clock.now()
    const held = (await this.store.extend(lease.claim, this.leaseMs)) === 'ok'
    if (held) {
      lease.leaseUntil = Math.max(lease.leaseUntil, now + this.leaseMs)
      lease.renewUntil = now + this.leaseMs * renewedLeases
    } else this.#lose(lease)
    return held
  }

  #look(lease: Lease, now: number): void {
    const mayRenew = now < lease.renewUntil && !lease.isRenewing
    if (mayRenew && now >= lease.leaseUntil - (this.leaseMs * 2) / 3) void this.#renew(lease, now)
    else if (now >= lease.leaseUntil) this.#lose(lease)
  }

  async #renew(lease: Lease, now: number): Promise<void> {
    lease.isRenewing = true
    try {
      const settlement = await this.store.extend(lease.claim, this.leaseMs)
      if (settlement === 'ok') lease.leaseUntil = Math.max(lease.leaseUntil, now + this.leaseMs)
      else this.#lose(lease)
    } catch {
      // The store is out of reach. The next look tries again, until the lease has lapsed by our own clock.
      if (this.clock.now() >= lease.leaseUntil) this.#lose(lease)
    } finally {
      lease.isRenewing = false
    }
  }

  #lose(lease: Lease): void {
    // A renewal that was under way while the lease was settled says nothing any more.
    if (this.#sweep.delete(lease)) lease.lose()
  }
}
