import { once } from 'node:events'
import { Redis } from 'ioredis'
import { cleanUp, onCleanUp } from '../src/clean-up.js'
import { eventually } from '../src/eventually.js'
import { type RedisServer, startRedis } from '../src/redis-server.js'
import { startTcpProxy, type TcpProxy } from '../src/tcp-proxy.js'

let server: RedisServer
let proxy: TcpProxy
let client: Redis

beforeAll(async () => {
  server = await startRedis()
})
beforeEach(async () => {
  await server.command('FLUSHALL')
  proxy = await startTcpProxy(server.port)
  onCleanUp(() => proxy.dispose())
  // It reconnects at once, and resends nothing.
  client = new Redis(proxy.port, { retryStrategy: () => 10, maxRetriesPerRequest: 0 })
  client.on('error', () => undefined)
  onCleanUp(() => {
    client.disconnect()
  })
  await once(client, 'ready')
})
afterEach(cleanUp)
afterAll(() => server.dispose())

test('bytes pass', async () => {
  expect(await client.echo('x'.repeat(1_000_000))).toHaveLength(1_000_000)
  expect(proxy.connections).toBe(1)
})

test('a dropped reply is one that the client never sees, to a command that the server has run', async () => {
  const dropped = proxy.dropReplies((request) => request.includes('counter'))
  expect(await client.ping()).toBe('PONG')
  const answers = await Promise.allSettled([client.ping(), client.incr('counter')])
  await dropped
  expect(answers[1].status).toBe('rejected')
  expect(await server.command('GET', 'counter')).toBe('1')
  await eventually('the client is back', () => client.status === 'ready')
  expect(await client.incr('counter')).toBe(2)
})

test('what is sent into a partition arrives when it is healed', async () => {
  proxy.partition()
  let answered = false
  const answer = client.incr('counter').finally(() => (answered = true))
  const another = new Redis(proxy.port, { retryStrategy: () => null })
  onCleanUp(() => {
    another.disconnect()
  })
  await once(another, 'connect')
  expect(await server.command('GET', 'counter')).toBeNull()
  expect(answered).toBe(false)
  await proxy.heal()
  expect(await answer).toBe(1)
  expect(await another.ping()).toBe('PONG')
  proxy.partition()
})

test('a network that refuses cuts connections and accepts none, until it is healed', async () => {
  const closed = once(client, 'close')
  await proxy.refuse()
  await closed
  expect(proxy.connections).toBe(0)
  const [error] = (await once(client, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNREFUSED')
  const ready = once(client, 'ready')
  await proxy.heal()
  await ready
  expect(await client.ping()).toBe('PONG')
})

test('a latency applies in each direction, and to commands at once together', async () => {
  proxy.setLatency(50)
  const startedAt = performance.now()
  for (const answer of Array.from({ length: 20 }, () => client.ping())) await answer
  const took = performance.now() - startedAt
  expect(took).toBeGreaterThanOrEqual(98)
  expect(took).toBeLessThan(1000)
  proxy.setLatency(0)
  expect(await client.ping()).toBe('PONG')
})
