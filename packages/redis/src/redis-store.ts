import type { Admission, Claim, DeliveryStore, LeaseRef, Settlement } from '@postern/core'
import { Calls } from './calls.js'
import { Claims } from './claims.js'
import { connectionTo, type RedisClient } from './client.js'
import type { RedisConnection } from './connection.js'
import { withDeadline } from './deadline.js'
import { EvictionCheck } from './eviction-check.js'
import { GroupCommit } from './group-commit.js'
import { askHealth, type RedisHealth } from './health.js'
import { Keys } from './keys.js'
import { MovingSlots } from './moving-slots.js'
import { checkOptions, type CheckedOptions, type RedisStoreOptions } from './options.js'
import { connectTo } from './own-connection.js'
import { ScriptCalls } from './script-calls.js'
import type { LeaseChange } from './settlement-batch.js'
import { Settlements } from './settlements.js'

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
  readonly #deadlineMs: number
  readonly #keys: Keys
  readonly #calls: Calls
  readonly #evictionCheck: EvictionCheck
  readonly #claims: GroupCommit<Claim, Admission>
  readonly #changes: GroupCommit<LeaseChange, Settlement>

  constructor(connection: RedisConnection, options: CheckedOptions) {
    const { keyPrefix, deadlineMs, shards, strict } = options
    this.keepsQuotas = shards === 1
    this.#connection = connection
    this.#deadlineMs = deadlineMs
    this.#keys = new Keys(keyPrefix, shards)
    this.#calls = new Calls(deadlineMs, connection.isCluster)
    this.#evictionCheck = new EvictionCheck(connection, deadlineMs, strict)
    const scripts = new ScriptCalls(connection)
    const settlements = new Settlements(this.#keys, this.#calls, scripts)
    const claims = new Claims(this.#keys, this.#calls, scripts, settlements, options)
    const slots = new MovingSlots(connection.isCluster)
    this.#claims = new GroupCommit(slots, (tag, group) => claims.make(tag, group))
    this.#changes = new GroupCommit(slots, (tag, group) => settlements.make(tag, group))
  }

  accept(claim: Claim): Promise<Admission> {
    const check = this.#evictionCheck.beforeClaim()
    return check === undefined ? this.#claim(claim) : check.then(() => this.#claim(claim))
  }

  #claim(claim: Claim): Promise<Admission> {
    return this.#claims.add(this.#keys.tag(claim), claim)
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
    return this.#changes.add(this.#keys.tag(change.lease), change)
  }

  async forget(source: string, id: string): Promise<boolean> {
    const tag = this.#keys.tag({ source, id })
    const key = this.#keys.delivery(tag, id)
    const count = await this.#calls.make(tag, () => this.#connection.send(['DEL', key], key))
    return Number(count) === 1
  }

  async health(): Promise<RedisHealth> {
    try {
      return await withDeadline(askHealth(this.#connection), this.#deadlineMs)
    } catch (error) {
      return { ok: false, warnings: [`Redis could not be asked: ${(error as Error).message}`], masters: [] }
    }
  }

  close(): Promise<void> {
    return this.#connection.close()
  }
}
