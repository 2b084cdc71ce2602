import type { RedisConnection } from './connection.js'
import { ioredisConnection, type IoredisClient, type IoredisCluster } from './ioredis-connection.js'
import { nodeRedisConnection, type NodeRedisClient, type NodeRedisCluster } from './node-redis-connection.js'

/**
 * A client of ioredis (`Redis`, also with Sentinel, or `Cluster`), iovalkey, or node-redis (`createClient`,
 * `createCluster`). It stays the user's: it is neither changed nor closed.
 */
export type RedisClient = IoredisClient | IoredisCluster | NodeRedisClient | NodeRedisCluster

/**
 * Finds out what a client is.
 * @throws TypeError for anything else
 */
export function connectionTo(client: RedisClient): RedisConnection {
  // Of nothing, and of what is no object, an empty one.
  const candidate = Object(client) as object
  const found = ioredisConnection(candidate) ?? nodeRedisConnection(candidate)
  if (found !== undefined) return found
  throw new TypeError(
    'redisStore: the client must be one of ioredis, iovalkey or node-redis (createClient or createCluster), or a URL.',
  )
}
