/** A request for the exclusive right to process one delivery. */
export interface Claim {
  /** The namespace of `id`. */
  readonly source: string
  readonly id: string
  /**
   * Tells the attempt from the others of its delivery: 12 random hexadecimal digits, made anew for each. Clients
   * resend commands: the same claim twice is one claim.
   */
  readonly token: string
  readonly leaseMs: number
  /** How long the record is kept, from its last change. */
  readonly retentionMs: number
  /** A checksum of the verified body, to tell a retry from another event under the same id. No forger can use it. */
  readonly bodyDigest: string
  readonly quota: Quota | undefined
}

/** A rate limit that a claim counts towards. */
export interface Quota {
  /** Who shares the quota, within the source. */
  readonly key: string
  /** Deliveries a window on average. */
  readonly limit: number
  readonly windowMs: number
  /** Deliveries that may come at once after a quiet time. */
  readonly burst: number
}

/** A lease, as its holder names it. */
export interface LeaseRef {
  readonly source: string
  readonly id: string
  readonly token: string
}

/** What a store says to a claim. */
export type Admission =
  | {
      readonly kind: 'admitted'
      /** Grows with every lease of this delivery: a resource can refuse a holder that was overtaken. */
      readonly fence: number
      /** How many leases this delivery has had, this one included. */
      readonly attempt: number
      /** What the quota has left. */
      readonly remaining?: number
      /** Whether an earlier lease lapsed without being settled. */
      readonly takeover: boolean
      /** Whether the body is the one that the first claim came with. */
      readonly bodyMatches: boolean
    }
  | { readonly kind: 'duplicate'; readonly bodyMatches: boolean }
  | { readonly kind: 'in-flight'; readonly retryAfterMs: number; readonly bodyMatches: boolean }
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number }

/** Whether a change to a lease took effect: `stale` when another attempt holds it, `gone` when nothing is known of it. */
export type Settlement = 'ok' | 'stale' | 'gone'

/** What a store knows of its own state. */
export interface StoreHealth {
  readonly ok: boolean
  /** What an operator should know, one sentence each. */
  readonly warnings: readonly string[]
}

/**
 * Where deliveries are remembered and leases are held. A rejected promise means that the store could not be asked.
 */
export interface DeliveryStore {
  /** `false` when the store can hold no quota, so that a receiver with a `rateLimit` refuses it. */
  readonly keepsQuotas?: boolean
  /**
   * Decides a claim, in this order: duplicate, in flight, quota, lease. Only an admitted claim leaves a trace.
   * Idempotent for each token: the holder of a lease that claims again gets the same answer and spends no quota;
   * only `remaining` may be missing then. One that gave its lease back gets no other.
   */
  accept(claim: Claim): Promise<Admission>
  /** Moves the deadline of a lease to `leaseMs` from now. */
  extend(lease: LeaseRef, leaseMs: number): Promise<Settlement>
  /** Marks the delivery as done. Idempotent for each token. */
  complete(lease: LeaseRef, retentionMs: number): Promise<Settlement>
  /** Gives the lease back, so that the next attempt runs at once. Fence and attempts survive. Idempotent for each token. */
  release(lease: LeaseRef, retentionMs: number): Promise<Settlement>
  /** Forgets a delivery, done or not: an operator's "run it again". Tells whether there was one. */
  forget(source: string, id: string): Promise<boolean>
  health?(): Promise<StoreHealth>
  close?(): Promise<void>
}
