import { eventually } from './eventually.js'
import { type RedisServer, type RedisSettings, startRedis } from './redis-server.js'

/** Starts a replica of a server, and waits until it follows. */
export async function startReplica(
  of: RedisServer,
  { settings = {} }: { settings?: RedisSettings } = {},
): Promise<RedisServer> {
  const replica = await startRedis({ settings: { replicaof: `127.0.0.1 ${of.port}`, ...settings } })
  try {
    await follows(replica, of)
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

/** Waits until a replica has a link to its master, and acknowledges what the master writes. */
export async function follows(replica: RedisServer, master: RedisServer): Promise<void> {
  await eventually(`the replica on port ${replica.port} follows`, async () => {
    const ofReplica = String(await replica.command('INFO', 'replication'))
    const ofMaster = String(await master.command('INFO', 'replication'))
    return (
      ofReplica.includes('master_link_status:up') && ofMaster.includes(`port=${replica.port},state=online`)
    )
  })
  // Its first acknowledgement may take a second. A message is replicated, too, and leaves no key.
  await master.command('PUBLISH', 'follows', '')
  await master.command('WAIT', 1, 10_000)
}
