import { AgedMap } from './aged-map.js'
import { type Clock, systemClock } from './clock.js'
import { takeFromQuota } from './gcra.js'
import { positive, refuseUnknown } from './check-option.js'
import type { Admission, Claim, DeliveryStore, LeaseRef, Settlement } from './store.js'

/** Options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /**
   * How many deliveries are remembered. Beyond it the oldest settled one is forgotten, and its repeat would run
   * again; a live lease is never dropped, and when all are live, claims are refused.
   * @defaultValue 100 000
   */
  readonly maxDeliveries?: number | undefined
  /** @defaultValue {@link systemClock} */
  readonly clock?: Clock | undefined
}

interface DeliveryRecord {
  state: 'processing' | 'released' | 'done'
  token: string
  fence: number
  attempts: number
  leaseUntil: number
  takeover: boolean
  forgetAt: number
  bodyDigest: string
}

let warned = false

/**
 * Makes a store in the memory of this process: for one process, for tests and for trying things out. Its records
 * are gone with the process and no other process sees them, so it warns once when `NODE_ENV` is `production`.
 * @throws TypeError for unknown options
 */
export function memoryStore(options: MemoryStoreOptions = {}): DeliveryStore {
  refuseUnknown(options, ['maxDeliveries', 'clock'], 'memoryStore')
  if (process.env['NODE_ENV'] === 'production' && !warned) {
    warned = true
    process.emitWarning(
      'memoryStore() forgets every delivery when the process ends, and other processes do not see it: a repeated delivery may run again. Use a shared store in production.',
      { code: 'POSTERN_MEMORY_STORE' },
    )
  }
  const maxDeliveries = positive(options.maxDeliveries ?? 100_000, 'memoryStore: maxDeliveries')
  return new MemoryStore(maxDeliveries, options.clock ?? systemClock)
}

class MemoryStore implements DeliveryStore {
  // Apart, and each in the order of its last change, so that the next to forget is always the first.
  readonly #leased = new AgedMap<DeliveryRecord>()
  readonly #settled = new AgedMap<DeliveryRecord>()
  readonly #quotas = new AgedMap<number>()

  constructor(
    private readonly maxDeliveries: number,
    private readonly clock: Clock,
  ) {}

  accept(claim: Claim): Promise<Admission> {
    return new Promise((resolve) => {
      resolve(this.#accept(claim, this.clock.now()))
    })
  }

  #accept(claim: Claim, now: number): Admission {
    const key = recordKey(claim.source, claim.id)
    const record = this.#find(key, now)
    const bodyMatches = record === undefined || record.bodyDigest === claim.bodyDigest
    if (record?.state === 'done') return { kind: 'duplicate', bodyMatches }
    // A late copy of a claim whose lease was given back: nobody would use another.
    if (record?.state === 'released' && record.token === claim.token)
      return { kind: 'in-flight', retryAfterMs: 1, bodyMatches }
    if (record?.state === 'processing') {
      if (record.token === claim.token) {
        return {
          kind: 'admitted',
          fence: record.fence,
          attempt: record.attempts,
          takeover: record.takeover,
          bodyMatches,
        }
      }
      if (record.leaseUntil > now)
        return { kind: 'in-flight', retryAfterMs: record.leaseUntil - now, bodyMatches }
    }
    const { quota } = claim
    const quotaKey = quota && recordKey(claim.source, quota.key)
    const decision = quota && takeFromQuota(this.#quotas.get(quotaKey as string), now, quota)
    if (decision?.allowed === false) return { kind: 'rate-limited', retryAfterMs: decision.retryAfterMs }
    if (record === undefined) this.#makeRoom(now)
    if (decision !== undefined) this.#keepQuota(quotaKey as string, decision.nextArrivalAt)
    const lease = {
      state: 'processing',
      token: claim.token,
      fence: (record?.fence ?? 0) + 1,
      attempts: (record?.attempts ?? 0) + 1,
      leaseUntil: now + claim.leaseMs,
      takeover: record?.state === 'processing',
      forgetAt: now + claim.retentionMs,
      bodyDigest: record?.bodyDigest ?? claim.bodyDigest,
    } as const
    this.#forget(key)
    this.#leased.set(key, lease)
    return {
      kind: 'admitted',
      fence: lease.fence,
      attempt: lease.attempts,
      takeover: lease.takeover,
      bodyMatches,
      ...(decision === undefined ? {} : { remaining: decision.remaining }),
    }
  }

  #keepQuota(key: string, nextArrivalAt: number): void {
    this.#quotas.set(key, nextArrivalAt)
    if (this.#quotas.size > this.maxDeliveries) deleteOldest(this.#quotas)
  }

  extend(lease: LeaseRef, leaseMs: number): Promise<Settlement> {
    const { key, record, refusal } = this.#held(lease, 'processing')
    if (record === undefined) return Promise.resolve(refusal)
    record.leaseUntil = this.clock.now() + leaseMs
    record.forgetAt = Math.max(record.forgetAt, record.leaseUntil)
    this.#leased.set(key, record)
    return Promise.resolve('ok')
  }

  complete(lease: LeaseRef, retentionMs: number): Promise<Settlement> {
    return this.#settle(lease, 'done', retentionMs)
  }

  release(lease: LeaseRef, retentionMs: number): Promise<Settlement> {
    return this.#settle(lease, 'released', retentionMs)
  }

  #settle(lease: LeaseRef, state: 'released' | 'done', retentionMs: number): Promise<Settlement> {
    const { key, record, refusal } = this.#held(lease, 'processing', state)
    if (record === undefined) return Promise.resolve(refusal)
    this.#forget(key)
    this.#settled.set(key, { ...record, state, forgetAt: this.clock.now() + retentionMs })
    return Promise.resolve('ok')
  }

  forget(source: string, id: string): Promise<boolean> {
    const key = recordKey(source, id)
    const isKnown = this.#find(key, this.clock.now()) !== undefined
    return Promise.resolve(isKnown && this.#forget(key))
  }

  /** The record of a lease, if its token still holds it in one of these states. */
  #held({ source, id, token }: LeaseRef, ...states: DeliveryRecord['state'][]) {
    const key = recordKey(source, id)
    const record = this.#find(key, this.clock.now())
    if (record === undefined) return { key, refusal: 'gone' } as const
    if (record.token !== token || !states.includes(record.state)) return { key, refusal: 'stale' } as const
    return { key, record } as const
  }

  #find(key: string, now: number): DeliveryRecord | undefined {
    const record = this.#leased.get(key) ?? this.#settled.get(key)
    if (record === undefined || record.forgetAt > now) return record
    this.#forget(key)
    return undefined
  }

  #forget(key: string): boolean {
    return this.#leased.delete(key) || this.#settled.delete(key)
  }

  #makeRoom(now: number): void {
    while ((this.#settled.oldest?.value.forgetAt ?? Infinity) <= now) deleteOldest(this.#settled)
    if (this.#leased.size + this.#settled.size < this.maxDeliveries) return
    // Retentions differ where receivers share the store: rather forget an expired delivery that stands a little behind.
    let looks = 20
    for (const [key, record] of this.#settled) {
      if (record.forgetAt <= now) {
        this.#settled.delete(key)
        return
      }
      looks -= 1
      if (looks === 0) break
    }
    if (deleteOldest(this.#settled)) return
    for (const [key, record] of this.#leased) {
      if (record.leaseUntil > now) continue
      this.#leased.delete(key)
      return
    }
    throw new Error(`memoryStore: all ${String(this.maxDeliveries)} deliveries are being processed.`)
  }
}

function deleteOldest(map: AgedMap<unknown>): boolean {
  return map.oldest !== undefined && map.delete(map.oldest.key)
}

// The length in front keeps the two apart, whatever stands in them.
function recordKey(source: string, name: string): string {
  return `${String(source.length)}:${source}${name}`
}
