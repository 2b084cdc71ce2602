import { redisStore, type RedisStore } from '@postern/redis'
import { claimOf } from '@postern/testing'
import { eventually } from '@postern/testing/eventually'
import { type RedisCluster, startRedisCluster } from '@postern/testing/redis-cluster'
import { type ConnectedClient, clusterClients } from './clients.js'

let cluster: RedisCluster
beforeAll(async () => {
  cluster = await startRedisCluster()
})
afterAll(() => cluster.dispose())

const names = [
  'ioredis 5',
  'ioredis 6',
  'ioredis 6 with a key prefix',
  'node-redis 5',
  'node-redis 6',
] as const

describe.each(names)('by %s', (name) => {
  let connected: ConnectedClient
  beforeEach(async () => {
    connected = await clusterClients[name](cluster.nodes[0]!.port)
  })
  afterEach(() => connected.close())

  test('runs each delivery once while its slot moves to another master', async () => {
    const source = `moving by ${name}`
    const store = redisStore(connected.client)
    const runs = new Map<string, number>()
    const refusals: string[] = []

    /** What a sender and a receiver do: a few attempts at once, and again until one is told that it is done. */
    async function deliver(id: string): Promise<void> {
      await eventually(`${id} is done`, async () => {
        const attempts = Array.from({ length: 3 }, () => attempt(store, id))
        return (await Promise.all(attempts)).includes('duplicate')
      })
    }

    async function attempt(to: RedisStore, id: string): Promise<string> {
      const claim = claimOf({ source, id, leaseMs: 30_000, retentionMs: 60_000 })
      try {
        const { kind } = await to.accept(claim)
        if (kind !== 'admitted') return kind
        runs.set(id, (runs.get(id) ?? 0) + 1)
        await eventually('it is completed', () => to.complete(claim, 60_000).then(Boolean, () => false))
        return kind
      } catch (error) {
        refusals.push(String(error))
        return 'refused'
      }
    }

    async function deliverAll(from: number, to: number): Promise<void> {
      await Promise.all(Array.from({ length: to - from }, (_, index) => deliver(`evt-${from + index}`)))
    }

    await deliverAll(0, 40)
    const slot = await slotOf(source, name)
    const from = await cluster.nodeOf(slot)
    const to = (await cluster.masters()).find((master) => master !== from)!
    let moved = 0
    await cluster.moveSlot(slot, from, to, {
      async perKey() {
        moved += 1
        // Some have left, some have not: old and new ones, many in one turn.
        if (moved === 20) await deliverAll(0, 60)
      },
      beforeHandover: () => deliverAll(60, 80),
    })
    await deliverAll(0, 100)

    expect(moved).toBeGreaterThanOrEqual(40)
    expect(runs.size).toBe(100)
    expect([...runs.values()].filter((count) => count !== 1)).toEqual([])
    expect(refusals.filter((reason) => reason.includes('CROSSSLOT'))).toEqual([])
  })
})

async function slotOf(source: string, name: string): Promise<number> {
  const tag = source.replaceAll(' ', '%0020')
  const prefix = name.endsWith('prefix') ? 'app:' : ''
  return Number(await cluster.nodes[0]!.command('CLUSTER', 'KEYSLOT', `${prefix}postern:{${tag}}:`))
}
