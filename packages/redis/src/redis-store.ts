import type { Admission, Claim, DeliveryStore, LeaseRef, Settlement } from '@postern/core'
import { Calls } from './calls.js'
import { NotAskedError } from './circuit-breaker.js'
import { claimBatch } from './claim-batch.js'
import { connectionTo, type RedisClient } from './client.js'
import type { RedisConnection, Replicated } from './connection.js'
import { withDeadline } from './deadline.js'
import { EvictionCheck } from './eviction-check.js'
import { GroupCommit } from './group-commit.js'
import { askHealth, type RedisHealth } from './health.js'
import { Keys } from './keys.js'
import { isTryAgain, MovingSlots } from './moving-slots.js'
import { checkOptions, type CheckedOptions, type RedisStoreOptions } from './options.js'
import { connectTo } from './own-connection.js'
import { admissionOf, settlementOf } from './replies.js'
import { ScriptCalls } from './script-calls.js'
import { accept, settle } from './scripts/generated.js'
import { type LeaseChange, settlementBatch } from './settlement-batch.js'

/** A {@link DeliveryStore} in Redis, with all that is optional there. */
export interface RedisStore extends DeliveryStore {
  /** Asks each master; never rejects. */
  health(): Promise<RedisHealth>
  /** Ends the connection that was made for a URL. A client that was handed in stays open. */
  close(): Promise<void>
}

/**
 * Makes a store in Redis 6.2 or later, or Valkey, alone, with Sentinel or as a cluster: for production, where many processes
 * share the deliveries.
 * @param client - a client of ioredis, iovalkey or node-redis, which stays yours; or a URL, to which the store connects by itself
 * @throws TypeError for another client, and for unknown or wrong options
 * @example
 * const store = redisStore('redis://127.0.0.1:6379')
 * app.post('/webhooks', verifyWebhook({ scheme, store }), (req, res) => res.sendStatus(204))
 */
export function redisStore(client: RedisClient | URL | string, options: RedisStoreOptions = {}): RedisStore {
  const checked = checkOptions(options)
  const isUrl = typeof client === 'string' || client instanceof URL
  return new ConnectedStore(isUrl ? connectTo(client) : connectionTo(client), checked)
}

class ConnectedStore implements RedisStore {
  readonly keepsQuotas: boolean
  // Not even an inspected store shows its client, which may hold a password.
  readonly #connection: RedisConnection
  readonly #options: CheckedOptions
  readonly #keys: Keys
  readonly #calls: Calls
  readonly #scripts = new ScriptCalls()
  readonly #evictionCheck: EvictionCheck
  readonly #claims: GroupCommit<Claim, Admission>
  readonly #changes: GroupCommit<LeaseChange, Settlement>

  constructor(connection: RedisConnection, options: CheckedOptions) {
    this.keepsQuotas = options.shards === 1
    this.#connection = connection
    this.#options = options
    this.#keys = new Keys(options.keyPrefix, options.shards)
    this.#calls = new Calls(options.deadlineMs, connection.isCluster)
    this.#evictionCheck = new EvictionCheck(connection, options.deadlineMs, options.strict)
    const slots = new MovingSlots(connection.isCluster)
    const batchLimit = (tag: string) => slots.batchLimit(tag)
    const shouldSplit = (tag: string, error: unknown) => slots.shouldSplit(tag, error)
    this.#claims = new GroupCommit({ batchLimit, shouldSplit, ask: this.#accept.bind(this) })
    this.#changes = new GroupCommit({ batchLimit, shouldSplit, ask: this.#settle.bind(this) })
  }

  async accept(claim: Claim): Promise<Admission> {
    await this.#evictionCheck.beforeClaim()
    return this.#claims.add(this.#tagOf(claim), claim)
  }

  async #accept(tag: string, claims: readonly Claim[]): Promise<(Admission | Error)[]> {
    const { keys, parameters } = claimBatch(this.#keys, tag, claims)
    const call = () => this.#scripts.call(this.#sendClaims, accept, keys, parameters)
    let replicated: Replicated
    try {
      replicated = await this.#calls.make(tag, call)
    } catch (error) {
      // Redis may have taken them, or may yet. A refused call will be made again with these tokens.
      if (!(error instanceof NotAskedError) && !isTryAgain(error)) this.#giveBack(tag, claims)
      throw error
    }
    const admissions = (replicated.reply as unknown[]).map(admissionOf)
    const wanted = this.#options.waitReplicas || 0
    if (replicated.replicas >= wanted) return admissions
    const isAdmitted = (index: number) => (admissions[index] as Partial<Admission>).kind === 'admitted'
    this.#giveBack(
      tag,
      claims.filter((_, index) => isAdmitted(index)),
    )
    const message = `Only ${String(replicated.replicas)} of ${String(wanted)} replicas have the claim.`
    return admissions.map((admission, index) => (isAdmitted(index) ? new Error(message) : admission))
  }

  readonly #sendClaims = async (command: string[], key: string): Promise<Replicated> => {
    const { waitReplicas, deadlineMs } = this.#options
    if (waitReplicas === false) return { reply: await this.#connection.send(command, key), replicas: 0 }
    // A server that does not know the script yet is asked twice.
    return this.#connection.sendAndWait(command, key, waitReplicas, Math.ceil(deadlineMs / 3))
  }

  // Past the breaker: a lease that nobody holds would keep its delivery waiting until it lapses.
  #giveBack(tag: string, claims: readonly Claim[]): void {
    if (claims.length === 0) return
    const changes = claims.map((lease) => ({ verb: 'release', lease, ms: lease.retentionMs }) as const)
    this.#callSettle(tag, changes).catch(() => undefined)
  }

  extend(lease: LeaseRef, leaseMs: number): Promise<Settlement> {
    return this.#change({ verb: 'extend', lease, ms: leaseMs })
  }

  complete(lease: LeaseRef, retentionMs: number): Promise<Settlement> {
    return this.#change({ verb: 'complete', lease, ms: retentionMs })
  }

  release(lease: LeaseRef, retentionMs: number): Promise<Settlement> {
    return this.#change({ verb: 'release', lease, ms: retentionMs })
  }

  #change(change: LeaseChange): Promise<Settlement> {
    return this.#changes.add(this.#tagOf(change.lease), change)
  }

  async #settle(tag: string, changes: readonly LeaseChange[]): Promise<(Settlement | Error)[]> {
    const replies = await this.#calls.make(tag, () => this.#callSettle(tag, changes))
    return (replies as unknown[]).map(settlementOf)
  }

  #callSettle(tag: string, changes: readonly LeaseChange[]): Promise<unknown> {
    const { keys, parameters } = settlementBatch(this.#keys, tag, changes)
    const send = (command: string[], key: string) => this.#connection.send(command, key)
    return this.#scripts.call(send, settle, keys, parameters)
  }

  async forget(source: string, id: string): Promise<boolean> {
    const tag = this.#tagOf({ source, id })
    const key = this.#keys.delivery(tag, id)
    const count = await this.#calls.make(tag, () => this.#connection.send(['DEL', key], key))
    return Number(count) === 1
  }

  async health(): Promise<RedisHealth> {
    try {
      return await withDeadline(askHealth(this.#connection), this.#options.deadlineMs)
    } catch (error) {
      return { ok: false, warnings: [`Redis could not be asked: ${(error as Error).message}`], masters: [] }
    }
  }

  close(): Promise<void> {
    return this.#connection.close()
  }

  #tagOf({ source, id }: { readonly source: string; readonly id: string }): string {
    return this.#keys.tag(source, id)
  }
}
