import { eventually } from './eventually.js'
import { type RedisServer, type RedisSettings, startRedis } from './redis-server.js'

/** Starts a replica of a server, and waits until it follows. */
export async function startReplica(
  of: RedisServer,
  { settings = {} }: { settings?: RedisSettings } = {},
): Promise<RedisServer> {
  const replica = await startRedis({ settings: { replicaof: `127.0.0.1 ${of.port}`, ...settings } })
  try {
    await eventually(`the replica on port ${replica.port} follows`, async () =>
      String(await replica.command('INFO', 'replication')).includes('master_link_status:up'),
    )
    return replica
  } catch (error) {
    await replica.dispose()
    throw error
  }
}

/** Makes a replica a master, which it also is when it is started again. */
export async function promote(replica: RedisServer): Promise<void> {
  await replica.command('REPLICAOF', 'NO', 'ONE')
  await replica.command('CONFIG', 'REWRITE')
}
