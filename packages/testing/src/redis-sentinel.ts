import { eventually } from './eventually.js'
import { type RedisServer, startRedis } from './redis-server.js'

/** The name by which the sentinel knows the master. */
export const masterName = 'deliveries'

/** Starts a sentinel, which alone decides on failovers of a master, and waits until it knows the replica. */
export async function startSentinel(master: RedisServer): Promise<RedisServer> {
  const sentinel = await startRedis({
    settings: {
      'sentinel monitor': `${masterName} 127.0.0.1 ${master.port} 1`,
      'sentinel down-after-milliseconds': `${masterName} 500`,
      'sentinel failover-timeout': `${masterName} 2000`,
    },
  })
  try {
    await eventually('the sentinel knows the replica', async () => {
      return String(await sentinel.command('INFO', 'sentinel')).includes(',slaves=1,')
    })
    return sentinel
  } catch (error) {
    await sentinel.dispose()
    throw error
  }
}
