import { setTimeout as delay } from 'node:timers/promises'
import { redisStore } from '@postern/redis'
import { claimOf } from '@postern/testing'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { eventually } from '@postern/testing/eventually'
import { recordWarnings } from '@postern/testing/warnings'
import { connect, serverOfThisFile, storeOn } from './store-on-redis.js'

const server = serverOfThisFile()
afterEach(cleanUp)

async function evict(): Promise<void> {
  await server().command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
  onCleanUp(() => server().command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction'))
}

test('tells version, eviction, persistence and replicas of the server', async () => {
  const health = await storeOn(server().port).health()
  expect(health).toEqual({
    ok: true,
    warnings: [expect.stringMatching(/appendonly is off/)],
    masters: [
      {
        version: expect.stringMatching(/^(Redis|Valkey) \d+\.\d+\.\d+$/),
        maxmemoryPolicy: 'noeviction',
        appendOnly: false,
        replicas: 0,
      },
    ],
  })
})

test('tells in its health that Redis may evict', async () => {
  await evict()
  recordWarnings()
  const health = await storeOn(server().port).health()
  expect(health.ok).toBe(false)
  expect(health.warnings).toContainEqual(expect.stringMatching(/maxmemory-policy is allkeys-lru/))
})

test('tells in its health that Redis could not be asked', async () => {
  const client = connect(server().port)
  await client.ping()
  client.disconnect()
  expect(await redisStore(client).health()).toEqual({
    ok: false,
    warnings: [expect.stringMatching(/could not be asked/)],
    masters: [],
  })
})

test('warns once of a Redis that may evict, and takes deliveries', async () => {
  await evict()
  const warnings = recordWarnings()
  const store = storeOn(server().port)
  for (const id of ['a', 'b', 'c']) {
    expect(await store.accept(claimOf({ id }))).toMatchObject({ kind: 'admitted' })
  }
  await eventually('the warning comes', () => warnings.length > 0)
  await store.health()
  // Longer than it takes until it would look again.
  await delay(300)
  await store.accept(claimOf({ id: 'd' }))
  await store.accept(claimOf({ id: 'e' }))
  expect(warnings).toEqual([
    { code: 'POSTERN_REDIS_EVICTS', message: expect.stringMatching(/allkeys-lru.*noeviction/) },
  ])
})

test('refuses deliveries with strict while Redis may evict, and takes them when it no longer does', async () => {
  await evict()
  const store = storeOn(server().port, { strict: true })
  await expect(store.accept(claimOf())).rejects.toThrow(/allkeys-lru.*'strict' is set/)
  await expect(store.accept(claimOf())).rejects.toThrow(/allkeys-lru/)
  expect(await server().command('DBSIZE')).toBe(0)
  await server().command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
  await eventually('a delivery is taken', async () => {
    const [answer] = await Promise.allSettled([store.accept(claimOf())])
    return answer.status === 'fulfilled' && answer.value.kind === 'admitted'
  })
})

test.each([
  { name: 'takes deliveries', strict: false },
  { name: 'refuses deliveries with strict', strict: true },
])('$name when it may not ask Redis, and asks rarely', async ({ strict }) => {
  await server().command('ACL', 'SETUSER', 'limited', 'on', '>s3cret', '~*', '+@all', '-info')
  const client = { username: 'limited', password: 's3cret', enableReadyCheck: false }
  const store = storeOn(server().port, { strict }, client)
  await server().command('CONFIG', 'RESETSTAT')
  const claims = Array.from({ length: 50 }, (_, index) => store.accept(claimOf({ id: `${index}` })))
  const answers = await Promise.allSettled(claims)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([strict ? 'rejected' : 'fulfilled']))
  if (strict) {
    await expect(store.accept(claimOf())).rejects.toThrow(/could not be asked for its maxmemory-policy/)
  }
  const statistics = String(await server().command('INFO', 'commandstats'))
  const refused = /cmdstat_info:.*rejected_calls=(\d+)/.exec(statistics)?.[1] ?? 0
  expect(Number(refused)).toBeLessThanOrEqual(4)
})

test('warns of nothing when Redis keeps everything', async () => {
  const warnings = recordWarnings()
  const store = storeOn(server().port, { strict: true })
  await store.accept(claimOf())
  await store.accept(claimOf())
  expect(warnings).toEqual([])
})

test('connects to a URL by itself, and lets the process end when it is closed', async () => {
  const store = redisStore(server().url)
  expect(await store.accept(claimOf())).toMatchObject({ kind: 'admitted' })
  await store.close()
  await expect(store.accept(claimOf())).rejects.toThrow()
  const clients = async () =>
    String(await server().command('CLIENT', 'LIST'))
      .trim()
      .split('\n').length
  await eventually('the connection is gone', async () => (await clients()) === 1)
})

test('warns once when the URL leads to no server, without its password', async () => {
  const warnings = recordWarnings()
  const store = redisStore('redis://user:s3cret@127.0.0.1:1')
  await expect(store.accept(claimOf())).rejects.toThrow()
  await expect(store.accept(claimOf())).rejects.toThrow()
  await store.close()
  await eventually('the warning comes', () => warnings.length > 0)
  expect(warnings).toEqual([
    { code: 'POSTERN_REDIS_CONNECTION', message: expect.stringMatching(/ECONNREFUSED/) },
  ])
  expect(JSON.stringify(warnings)).not.toContain('s3cret')
})
