import { claimOf } from '@postern/testing'
import { cleanUp } from '@postern/testing/clean-up'
import { redisVersion } from '@postern/testing/redis-binary'
import { serverOfThisFile, storeOn } from './store-on-redis.js'

const server = serverOfThisFile()
afterEach(cleanUp)

const knowsFlags = (redisVersion(process.env['REDIS_SERVER'] ?? 'redis-server')?.major ?? 0) >= 7

test('refuses what is new when memory is used up, knows what is done, and completes what runs', async () => {
  const store = storeOn(server().port)
  const quota = { key: '', limit: 5, windowMs: 3_600_000, burst: 5 }
  const done = claimOf({ id: 'done', quota })
  const running = claimOf({ id: 'running', quota })
  await store.accept(done)
  await store.complete(done, 60_000)
  await store.accept(running)
  await server().command('CONFIG', 'SET', 'maxmemory', '1')
  const spent = await server().command('GET', 'postern:{source}quota:%empty')

  const [fresh, duplicate, inFlight] = await Promise.allSettled([
    store.accept(claimOf({ id: 'new', quota })),
    store.accept(claimOf({ id: 'done', quota })),
    store.accept(claimOf({ id: 'running', quota })),
  ])
  expect(fresh).toMatchObject({ status: 'rejected', reason: { message: expect.stringMatching(/OOM/) } })
  expect(duplicate).toMatchObject({ value: { kind: 'duplicate' } })
  expect(inFlight).toMatchObject({ value: { kind: 'in-flight' } })
  expect(await server().command('GET', 'postern:{source}quota:%empty')).toBe(spent)
  if (knowsFlags) {
    expect(await store.extend(running, 5000)).toBe('ok')
    expect(await store.complete(running, 60_000)).toBe('ok')
    expect(await store.accept(claimOf({ id: 'running' }))).toMatchObject({ kind: 'duplicate' })
  }

  await server().command('CONFIG', 'SET', 'maxmemory', '0')
  expect(await store.accept(claimOf({ id: 'new', quota }))).toMatchObject({ kind: 'admitted', attempt: 1 })
  expect(await store.complete(running, 60_000)).toBe('ok')
})
