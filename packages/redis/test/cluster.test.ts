import { randomUUID } from 'node:crypto'
import { redisStore } from '@postern/redis'
import { claimOf } from '@postern/testing'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { type RedisCluster, startRedisCluster } from '@postern/testing/redis-cluster'
import { Cluster } from 'ioredis'
import { createCluster } from 'redis6'
import { clusterClients } from './clients.js'

let cluster: RedisCluster
beforeAll(async () => {
  cluster = await startRedisCluster()
})
afterAll(() => cluster.dispose())
afterEach(cleanUp)

async function evict(): Promise<void> {
  const [, last] = await cluster.masters()
  await last!.command('CONFIG', 'SET', 'maxmemory-policy', 'volatile-ttl')
  onCleanUp(() => last!.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction'))
}

test.each(['ioredis 5', 'ioredis 6', 'iovalkey', 'node-redis 5', 'node-redis 6'] as const)(
  'tells the health of each master, by %s',
  async (name) => {
    const { client, close } = await clusterClients[name](cluster.nodes[0]!.port)
    onCleanUp(close)
    const store = redisStore(client)
    await store.accept(claimOf())
    expect(await store.health()).toMatchObject({ ok: true, masters: [{ replicas: 1 }, {}, {}] })
    await evict()
    expect(await store.health()).toMatchObject({ ok: false })
  },
)

test('refuses deliveries with strict from the start, though the client is not connected yet', async () => {
  await evict()
  const client = new Cluster([{ host: '127.0.0.1', port: cluster.nodes[0]!.port }])
  onCleanUp(() => client.quit())
  const store = redisStore(client, { strict: true })
  expect(await store.health()).toMatchObject({ ok: false, masters: [] })
  for (let round = 0; round < 20; round += 1) {
    await expect(store.accept(claimOf())).rejects.toThrow(/'strict' is set/)
    await new Promise(setImmediate)
  }
})

test('tells of all masters once it tells of any, while the client connects', async () => {
  const client = new Cluster([{ host: '127.0.0.1', port: cluster.nodes[0]!.port }])
  onCleanUp(() => client.quit())
  const store = redisStore(client)
  let masters: unknown[] = []
  while (masters.length === 0) {
    await new Promise(setImmediate)
    masters = [...(await store.health()).masters]
  }
  expect(masters).toHaveLength(3)
})

test('serves the sources on the other masters while one hangs', async () => {
  const { client, close } = await clusterClients['ioredis 6'](cluster.nodes[0]!.port)
  onCleanUp(close)
  const store = redisStore(client, { deadlineMs: 40 })
  const hanging = await cluster.nodeOf(await slotOf('hanging'))
  let other = 'served'
  while ((await cluster.nodeOf(await slotOf(other))) === hanging) other += '+'
  const acceptFrom = (source: string) => store.accept(claimOf({ source, id: randomUUID() }))
  for (const source of ['hanging', other])
    expect(await acceptFrom(source)).toMatchObject({ kind: 'admitted' })
  hanging.pause()
  onCleanUp(() => {
    hanging.resume()
  })
  for (let failure = 0; failure < 5; failure += 1) {
    await expect(acceptFrom('hanging')).rejects.toThrow(/has not answered/)
  }
  await expect(acceptFrom('hanging')).rejects.toThrow(/failed repeatedly/)
  expect(await acceptFrom(other)).toMatchObject({ kind: 'admitted' })
})

test('is not well before the client is connected', async () => {
  const client = createCluster({ rootNodes: [{ url: cluster.nodes[0]!.url }] })
  expect(await redisStore(client).health()).toMatchObject({ ok: false, masters: [] })
})

test('spreads the shards of a source over the masters', async () => {
  const { client, close } = await clusterClients['ioredis 6'](cluster.nodes[0]!.port)
  const store = redisStore(client, { shards: 16 })
  const claims = Array.from({ length: 200 }, (_, index) => claimOf({ source: 'hot', id: `evt-${index}` }))
  await Promise.all(claims.map((claim) => store.accept(claim)))
  const sizes = await Promise.all(
    (await cluster.masters()).map(async (master) => {
      const keys = (await master.command('KEYS', 'postern:{hot#*')) as string[]
      return keys.length
    }),
  )
  expect(sizes.every((size) => size > 0)).toBe(true)
  expect(sizes.reduce((sum, size) => sum + size)).toBe(200)
  await close()
})

async function slotOf(source: string): Promise<number> {
  return Number(await cluster.nodes[0]!.command('CLUSTER', 'KEYSLOT', `{${source}}`))
}
