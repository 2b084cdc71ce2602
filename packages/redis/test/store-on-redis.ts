import { redisStore, type RedisStore, type RedisStoreOptions } from '@postern/redis'
import { onCleanUp } from '@postern/testing/clean-up'
import { type RedisServer, startRedis } from '@postern/testing/redis-server'
import { Redis, type RedisOptions } from 'ioredis'

/** What a client may be told. */
export type ClientOptions = Omit<RedisOptions, 'replyMapping'>

/** Starts a server for the tests of a file; each finds it empty. */
export function serverOfThisFile(settings: Record<string, string> = {}): () => RedisServer {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis({ settings })
  })
  beforeEach(async () => {
    await server.command('FLUSHALL')
    await server.command('CONFIG', 'RESETSTAT')
  })
  afterAll(() => server.dispose())
  return () => server
}

/** Connects to a server, until the test ends. */
export function connect(port: number, options: ClientOptions = {}): Redis {
  // When the connection is gone already, ioredis would hold the process for two seconds.
  const client = new Redis(port, '127.0.0.1', { disconnectTimeout: 50, ...options })
  client.on('error', () => undefined)
  onCleanUp(() => {
    client.disconnect()
  })
  return client
}

/** A store on a server, by a client of its own, which gives a busy machine time. */
export function storeOn(
  port: number,
  options: RedisStoreOptions = {},
  client: ClientOptions = {},
): RedisStore {
  return redisStore(connect(port, client), { deadlineMs: 5000, ...options })
}
