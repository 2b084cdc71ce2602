import { Cluster } from 'ioredis'
import { cleanUp, onCleanUp } from '../src/clean-up.js'
import { eventually } from '../src/eventually.js'
import { type RedisCluster, startRedisCluster } from '../src/redis-cluster.js'
import type { RedisServer } from '../src/redis-server.js'

let cluster: RedisCluster
let client: Cluster

beforeAll(async () => {
  cluster = await startRedisCluster()
})
beforeEach(() => {
  client = new Cluster(
    cluster.nodes.map(({ port }) => ({ port, host: '127.0.0.1' })),
    // ioredis keeps the process for this long when a connection is gone already.
    { redisOptions: { disconnectTimeout: 50 } },
  )
  onCleanUp(() => {
    client.disconnect()
  })
})
afterEach(cleanUp)
afterAll(() => cluster.dispose())

test('three masters share the slots, and each has a replica', async () => {
  const masters = await cluster.masters()
  expect(masters).toHaveLength(3)
  const replicas = await Promise.all(masters.map((master) => cluster.replicasOf(master)))
  expect(new Set(replicas.flat().concat(masters)).size).toBe(6)
  await client.set('key', 'value')
  expect(await client.get('key')).toBe('value')
})

test('a slot moves with its keys, and a client follows at every step', async () => {
  const { slot, from, to } = await homeOf('{moving}')
  for (const name of ['a', 'b', 'c']) await client.set(`{moving}:${name}`, name)
  const met: string[] = []
  await cluster.moveSlot(slot, from, to, {
    async perKey(key) {
      met.push(key)
      await client.append(key, '!')
    },
    async beforeHandover() {
      await client.set('{moving}:d', 'd')
      expect(await from.command('CLUSTER', 'COUNTKEYSINSLOT', slot)).toBe(0)
    },
  })
  expect(met.sort()).toEqual(['{moving}:a', '{moving}:b', '{moving}:c'])
  expect(await cluster.nodeOf(slot)).toBe(to)
  expect(await Promise.all(['a', 'b', 'c', 'd'].map((name) => client.get(`{moving}:${name}`)))).toEqual([
    'a!',
    'b!',
    'c!',
    'd',
  ])
})

test('a replica takes over from a master that is gone', async () => {
  const { slot, from } = await homeOf('key')
  const [replica] = await cluster.replicasOf(from)
  await client.set('key', 'value')
  await from.command('WAIT', 1, 5000)
  await from.kill()
  await eventually('the replica has the slot', async () =>
    cluster.nodeOf(slot).then(
      (node) => node === replica,
      () => false,
    ),
  )
  await eventually('the client finds it', async () => (await client.get('key')) === 'value')
})

async function homeOf(key: string): Promise<{ slot: number; from: RedisServer; to: RedisServer }> {
  const slot = Number(await cluster.nodes[0]!.command('CLUSTER', 'KEYSLOT', key))
  const from = await cluster.nodeOf(slot)
  const to = (await cluster.masters()).find((master) => master !== from)!
  return { slot, from, to }
}
