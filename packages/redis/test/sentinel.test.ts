import { redisStore } from '@postern/redis'
import { claimOf } from '@postern/testing'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { eventually } from '@postern/testing/eventually'
import { startReplica } from '@postern/testing/redis-replica'
import { masterName, startSentinel } from '@postern/testing/redis-sentinel'
import { startRedis } from '@postern/testing/redis-server'
import { Redis as Iovalkey } from 'iovalkey'
import { Redis } from 'ioredis'
import { Redis as Redis5 } from 'ioredis5'

afterEach(cleanUp)

interface SentinelOptions {
  readonly sentinels: { host: string; port: number }[]
  readonly name: string
  readonly disconnectTimeout: number
}

test.each([
  { name: 'ioredis 5', create: (options: SentinelOptions) => new Redis5(options) },
  { name: 'ioredis 6', create: (options: SentinelOptions) => new Redis(options) },
  { name: 'iovalkey', create: (options: SentinelOptions) => new Iovalkey(options) },
])('finds the new master by Sentinel, with $name', async ({ create }) => {
  const master = await startRedis()
  onCleanUp(() => master.dispose())
  const replica = await startReplica(master)
  onCleanUp(() => replica.dispose())
  const sentinel = await startSentinel(master)
  onCleanUp(() => sentinel.dispose())
  const client = create({
    sentinels: [{ host: '127.0.0.1', port: sentinel.port }],
    name: masterName,
    disconnectTimeout: 50,
  })
  client.on('error', () => undefined)
  onCleanUp(() => {
    client.disconnect()
  })
  await eventually('it is connected', () => client.status === 'ready')
  const store = redisStore(client, { waitReplicas: 1 })
  const claim = claimOf({ leaseMs: 30_000, retentionMs: 60_000 })
  expect(await store.accept(claim)).toMatchObject({ kind: 'admitted' })

  await master.kill()
  // It has no replica of its own.
  const successor = redisStore(client)
  await eventually('the lease is known to the new master', async () => {
    const [answer] = await Promise.allSettled([successor.accept(claimOf())])
    return answer.status === 'fulfilled' && answer.value.kind === 'in-flight'
  })
  expect(await successor.complete(claim, 60_000)).toBe('ok')
  expect(await successor.accept(claimOf())).toMatchObject({ kind: 'duplicate' })
})
