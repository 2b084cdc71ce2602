import { claimOf } from '@postern/testing'
import { cleanUp } from '@postern/testing/clean-up'
import { serverOfThisFile, storeOn } from './store-on-redis.js'

const server = serverOfThisFile()
afterEach(cleanUp)

const keys = () => server().command('KEYS', '*') as Promise<string[]>
const token = '0f3c1c9b8d7e'
const bodyDigest = '1y2p0ij'

test('keeps a completed delivery in at most 140 bytes', async () => {
  const store = storeOn(server().port)
  const claim = claimOf({ source: 'stripe', id: '3f0a8b1e-52d7-4c1c-9e57-6d2f4b8a9c01', token, bodyDigest })
  await store.accept(claim)
  await store.complete(claim, 7 * 24 * 3_600_000)
  const key = 'postern:{stripe}:3f0a8b1e-52d7-4c1c-9e57-6d2f4b8a9c01'
  expect(await keys()).toEqual([key])
  expect(Number(await server().command('MEMORY', 'USAGE', key))).toBeLessThanOrEqual(140)
})

test('keeps the token and a checksum, as they are', async () => {
  const store = storeOn(server().port)
  await store.accept(claimOf({ token, bodyDigest }))
  const [key] = await keys()
  const record = String(await server().command('GET', key!))
  expect(record).toMatch(/^P 0f3c1c9b8d7e 1y2p0ij 1 \d{13}$/)
})

test('reads its record whatever token and digest are', async () => {
  const store = storeOn(server().port)
  const claim = claimOf({ token: 'two words', bodyDigest: 'two words' })
  await store.accept(claim)
  expect(await store.accept(claimOf({ bodyDigest: 'two words' }))).toMatchObject({ kind: 'in-flight' })
  expect(await store.complete(claim, 1000)).toBe('ok')
  expect(await store.accept(claimOf({ bodyDigest: '' }))).toEqual({ kind: 'duplicate', bodyMatches: false })
})

test('keeps a record for its whole retention, and no key that a lease takes with it', async () => {
  const store = storeOn(server().port)
  const claim = claimOf({ leaseMs: 1000, retentionMs: 60_000 })
  const lifetime = async () => Number(await server().command('PTTL', (await keys())[0]!))
  await store.accept(claim)
  expect(await lifetime()).toBeGreaterThan(59_000)
  await store.extend(claim, 2000)
  expect(await lifetime()).toBeGreaterThan(58_000)
  expect(await lifetime()).toBeLessThanOrEqual(60_000)
  await store.extend(claim, 120_000)
  expect(await lifetime()).toBeGreaterThan(119_000)
  await store.complete(claim, 30_000)
  expect(await lifetime()).toBeLessThanOrEqual(30_000)
  expect(await keys()).toHaveLength(1)
})

test.each([
  { name: 'plain', source: 'stripe', id: 'evt_1:a/b@c', key: 'postern:{stripe}:evt_1:a/b@c' },
  { name: 'braces', source: 'a}b', id: '{c}', key: 'postern:{a%007db}:%007bc%007d' },
  { name: 'separators', source: 'a|b', id: 'c d%', key: 'postern:{a%007cb}:c%0020d%0025' },
  { name: 'a NUL', source: 'a', id: 'b\0', key: 'postern:{a}:b%0000' },
  { name: 'an emoji', source: 'a', id: '\u{1f600}', key: 'postern:{a}:%d83d%de00' },
  { name: 'a lone surrogate', source: 'a', id: '\ud83d', key: 'postern:{a}:%d83d' },
  { name: 'nothing', source: '', id: '', key: 'postern:{%empty}:%empty' },
])('names the key of a delivery with $name', async ({ source, id, key }) => {
  await storeOn(server().port).accept(claimOf({ source, id }))
  expect(await keys()).toEqual([key])
})

test('hashes an id of more than 255 bytes', async () => {
  const store = storeOn(server().port)
  await store.accept(claimOf({ id: 'x'.repeat(255) }))
  await store.accept(claimOf({ id: 'x'.repeat(256) }))
  await store.accept(claimOf({ id: '\0'.repeat(10_000) }))
  const names = await keys()
  expect(names.map(({ length }) => length).sort((a, b) => a - b)).toEqual([68, 68, 17 + 255])
})

test('keeps the deliveries of different prefixes apart', async () => {
  const one = storeOn(server().port, { keyPrefix: 'one:' })
  const other = storeOn(server().port, { keyPrefix: 'other:' })
  await one.accept(claimOf())
  expect(await other.accept(claimOf())).toMatchObject({ kind: 'admitted', fence: 1 })
  expect((await keys()).sort()).toEqual(['one:{source}:evt_1', 'other:{source}:evt_1'])
})

test('spreads the deliveries of a source over its shards, each always in the same', async () => {
  const store = storeOn(server().port, { shards: 4 })
  for (let index = 0; index < 100; index += 1) await store.accept(claimOf({ id: `evt-${index}` }))
  const shards = new Set((await keys()).map((key) => /\{(.*)\}/.exec(key)?.[1]))
  expect([...shards].sort()).toEqual(['source#0', 'source#1', 'source#2', 'source#3'])
  expect(await store.accept(claimOf({ id: 'evt-7' }))).toMatchObject({ kind: 'in-flight' })
  expect(store.keepsQuotas).toBe(false)
})
