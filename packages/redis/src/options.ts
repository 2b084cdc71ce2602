import { atLeastOne, positive, refuseUnknown } from '@postern/core'

/** Options of `redisStore`. Unknown ones are refused. */
export interface RedisStoreOptions {
  /** What the names of all keys begin with. Stores with the same prefix share their deliveries. @defaultValue `'postern:'` */
  readonly keyPrefix?: string | undefined
  /**
   * How long a call may take, its retry included, in ms, whatever the client's own settings. What Redis has not
   * answered by then is answered 503. @defaultValue 250
   */
  readonly deadlineMs?: number | undefined
  /**
   * Over how many slots of a cluster the deliveries of each source are spread, when one source is more than one
   * server can take. A change lets deliveries run again that were completed before it. Excludes `rateLimit`, which is counted in one place.
   * @defaultValue 1
   */
  readonly shards?: number | undefined
  /**
   * How many replicas must have a claim before its handler runs, so that a failover does not forget it; fewer are
   * answered 503. Costs a round trip between the servers. `false` does not wait: after a failover a delivery may run twice. @defaultValue `false`
   */
  readonly waitReplicas?: number | false | undefined
  /**
   * Refuses deliveries (503) while Redis may evict keys: any `maxmemory-policy` but `noeviction`. Otherwise that is
   * a process warning, once. @defaultValue `false`
   */
  readonly strict?: boolean | undefined
}

/** Options with their defaults. */
export interface CheckedOptions {
  readonly keyPrefix: string
  readonly deadlineMs: number
  readonly shards: number
  readonly waitReplicas: number | false
  readonly strict: boolean
}

/** @throws TypeError for unknown or wrong options */
export function checkOptions(options: RedisStoreOptions): CheckedOptions {
  refuseUnknown(options, ['keyPrefix', 'deadlineMs', 'shards', 'waitReplicas', 'strict'], 'redisStore')
  const {
    keyPrefix = 'postern:',
    deadlineMs = 250,
    shards = 1,
    waitReplicas = false,
    strict = false,
  } = options
  if (typeof keyPrefix !== 'string' || /[{}]/.test(keyPrefix)) {
    throw new TypeError(
      'redisStore: keyPrefix must be text without braces, as what is in braces decides the slot of a cluster.',
    )
  }
  if (typeof strict !== 'boolean') throw new TypeError(`redisStore: strict must be true or false.`)
  return {
    keyPrefix,
    deadlineMs: positive(deadlineMs, 'redisStore: deadlineMs'),
    shards: whole(shards, 'redisStore: shards'),
    waitReplicas: waitReplicas === false ? false : whole(waitReplicas, 'redisStore: waitReplicas'),
    strict,
  }
}

function whole(value: number, name: string): number {
  if (Number.isInteger(atLeastOne(value, name))) return value
  throw new TypeError(`${name} must be a whole number, and is ${String(value)}.`)
}
