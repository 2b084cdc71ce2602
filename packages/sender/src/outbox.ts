/** A delivery as an outbox keeps it: all that its attempts are made of. It may be kept as JSON, with `body` in base64. */
export interface OutboxDelivery {
  /** Names the delivery: made of its id, URL and endpoint. */
  readonly key: string
  readonly id: string
  /** The sender's own name of the destination, if it has one. */
  readonly endpoint: string | undefined
  readonly type: string | undefined
  readonly url: string
  /** Host and port, which is what `due` excepts by. */
  readonly host: string
  /** The bytes that are signed and sent; sealed where the sender seals. */
  readonly body: Uint8Array
  /** Headers that go along beside the signature. */
  readonly headers: Readonly<Record<string, string>>
  /** The delivery's own. */
  readonly pins: readonly string[] | undefined
  /** Epoch ms. */
  readonly enqueuedAt: number
  /** How many attempts have failed. */
  readonly attempts: number
}

/** What a sender asks an outbox for. */
export interface DueRequest {
  /** The sender's time, in epoch ms. */
  readonly now: number
  /** How long what is given is not to be given again, in ms, unless it is settled before. */
  readonly holdMs: number
  readonly limit: number
  /** Hosts that have as many attempts under way as they may. */
  readonly exceptHosts: readonly string[]
}

/** What an outbox gives. */
export interface DueDeliveries {
  readonly deliveries: readonly OutboxDelivery[]
  /** When the next one falls due (epoch ms), holds that lapse included. Without it the sender asks again by itself. */
  readonly nextDueAt?: number | undefined
}

/** What became of a delivery: it has ended, or is to be given again. */
export type OutboxSettlement =
  { readonly kind: 'ended' } | { readonly kind: 'retry'; readonly attempts: number; readonly dueAt: number }

/**
 * Where deliveries are until they have ended. One that outlives the process makes delivery *at least once* across a
 * crash: what was given and never settled falls due again when its hold has lapsed.
 *
 * Each call must end in bounded time, well or not: the sender waits for it. What is asked for in vain is asked again.
 *
 * Several processes may share one, where `due` gives a delivery to one of them at a time.
 */
export interface Outbox {
  /**
   * Keeps a delivery that is due at once. Resolves when it is safe. If there is one with this key, nothing happens.
   */
  put(delivery: OutboxDelivery): Promise<void>
  /** Gives deliveries that are due, and holds them: in one step, so that no other process is given them too. */
  due(request: DueRequest): Promise<DueDeliveries>
  /** Forgets a delivery, or notes when it is due again. Of a key that is not there, nothing happens. */
  settle(key: string, settlement: OutboxSettlement): Promise<void>
}
