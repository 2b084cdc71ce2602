import { Redis } from 'ioredis'
import { connectionTo } from './client.js'
import type { RedisConnection } from './connection.js'
import { withDeadline } from './deadline.js'

/**
 * Connects to the Redis at a URL by a client of our own, which gives up early, as a sender that is told 503 now is
 * better off than one that waits, and finds back soon. It warns once of each time that it cannot connect.
 * @throws TypeError for a URL that is none of Redis
 */
export function connectTo(url: URL | string): RedisConnection {
  const address = String(url)
  // Not even its beginning is shown: what was meant for another setting may be a secret.
  if (!/^rediss?:\/\/./.test(address)) {
    throw new TypeError('redisStore: the URL must begin with redis:// or, for TLS, with rediss://.')
  }
  const client = new Redis(address, {
    connectTimeout: 2000,
    // Of a connection that is gone already, ioredis would hold the process this long.
    disconnectTimeout: 250,
    maxRetriesPerRequest: 1,
    retryStrategy: (times) => Math.min(2 ** times * 25, 500),
    // After a failover behind one address: the old connection leads to what is a replica now. Redis 6 says so within a longer text.
    reconnectOnError: (error) => error.message.includes('READONLY'),
  })
  let isWarned = false
  client.on('ready', () => {
    isWarned = false
  })
  client.on('error', (error: Error) => {
    if (isWarned) return
    isWarned = true
    process.emitWarning(`redisStore: no connection to Redis, trying on: ${error.message}`, {
      code: 'POSTERN_REDIS_CONNECTION',
    })
  })
  const connection = connectionTo(client)
  connection.close = async () => {
    try {
      await withDeadline(client.quit(), 250)
    } catch {
      client.disconnect()
    }
  }
  return connection
}
