import type { StoreHealth } from '@postern/core'
import type { RedisConnection } from './connection.js'

/** What the store knows of its Redis. */
export interface RedisHealth extends StoreHealth {
  /** One for each master. Empty when Redis could not be asked. */
  readonly masters: readonly RedisMaster[]
}

/** One server that the store writes to. */
export interface RedisMaster {
  /** As `'Redis 7.2.4'` or `'Valkey 8.1.1'`. */
  readonly version: string
  /** What is dropped when memory is used up. Anything but `noeviction` forgets deliveries. */
  readonly maxmemoryPolicy: string
  /** Whether each write is logged to disk (AOF). Otherwise a crash of Redis forgets what came after its last snapshot. */
  readonly appendOnly: boolean
  readonly replicas: number
}

/** Asks each master for its `INFO`. @throws Error when one could not be asked */
export async function askHealth(connection: RedisConnection): Promise<RedisHealth> {
  const infos = await connection.info()
  if (infos.length === 0) throw new Error('No master of the cluster is known yet.')
  const masters = infos.map(readMaster)
  const warnings = [...new Set(infos.flatMap(warningsOf))]
  return { ok: masters.every(keepsEverything), warnings, masters }
}

/** Tells whether a server drops no delivery before its time. */
export function keepsEverything({ maxmemoryPolicy }: RedisMaster): boolean {
  return maxmemoryPolicy === 'noeviction'
}

function readMaster(info: string): RedisMaster {
  const valkey = field(info, 'valkey_version')
  return {
    version:
      valkey === undefined ? `Redis ${field(info, 'redis_version') ?? '(unknown)'}` : `Valkey ${valkey}`,
    maxmemoryPolicy: field(info, 'maxmemory_policy') ?? '(unknown)',
    appendOnly: field(info, 'aof_enabled') === '1',
    replicas: Number(field(info, 'connected_slaves') ?? 0),
  }
}

function warningsOf(info: string): string[] {
  const master = readMaster(info)
  const warnings: string[] = []
  if (!keepsEverything(master)) warnings.push(evictionWarning(master.maxmemoryPolicy))
  if (!master.appendOnly) {
    warnings.push('appendonly is off: a crash of Redis forgets what came after its last snapshot.')
  }
  if (field(info, 'rdb_last_bgsave_status') === 'err') {
    warnings.push('The last snapshot failed; Redis may refuse writes (stop-writes-on-bgsave-error).')
  }
  if (field(info, 'aof_last_write_status') === 'err') {
    warnings.push('The last write to the append-only file failed; Redis may refuse writes.')
  }
  return warnings
}

function evictionWarning(policy: string): string {
  return `maxmemory-policy is ${policy}: when memory is used up, Redis forgets deliveries, and their repeats run again. Set it to noeviction.`
}

function field(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1]
}
