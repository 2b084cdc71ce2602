import { claimOf } from '@postern/testing'
import { cleanUp } from '@postern/testing/clean-up'
import fc from 'fast-check'
import { setTimeout as delay } from 'node:timers/promises'
import { serverOfThisFile, storeOn } from './store-on-redis.js'

const server = serverOfThisFile()
afterEach(cleanUp)

let lastId = 0
const newId = () => `evt-${(lastId += 1)}`

test('admits exactly 100 of 1600 claims that come at once by eight connections', async () => {
  const stores = Array.from({ length: 8 }, () => storeOn(server().port))
  const quota = { key: '', limit: 100, windowMs: 3_600_000, burst: 100 }
  const claims = Array.from({ length: 1600 }, (_, index) =>
    stores[index % 8]!.accept(claimOf({ id: newId(), quota })),
  )
  const kinds = (await Promise.all(claims)).map(({ kind }) => kind)
  expect(kinds.filter((kind) => kind === 'admitted')).toHaveLength(100)
  expect(kinds.filter((kind) => kind === 'rate-limited')).toHaveLength(1500)
})

test('never admits more than the burst and what the rate allows, in any window', async () => {
  const store = storeOn(server().port)
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        limit: fc.integer({ min: 1, max: 400 }),
        windowMs: fc.integer({ min: 50, max: 2000 }),
        burst: fc.integer({ min: 1, max: 20 }),
      }),
      fc.array(
        fc.record({ claims: fc.integer({ min: 1, max: 30 }), pauseMs: fc.integer({ min: 0, max: 8 }) }),
        {
          minLength: 1,
          maxLength: 8,
        },
      ),
      async (rate, turns) => {
        const quota = { key: newId(), ...rate }
        const admitted: { from: number; to: number }[] = []
        for (const { claims, pauseMs } of turns) {
          const from = performance.now()
          const turn = Array.from({ length: claims }, () => store.accept(claimOf({ id: newId(), quota })))
          const kinds = (await Promise.all(turn)).map(({ kind }) => kind)
          const to = performance.now()
          for (const kind of kinds) if (kind === 'admitted') admitted.push({ from, to })
          if (pauseMs > 0) await delay(pauseMs)
        }
        for (const [first, { from }] of admitted.entries()) {
          for (const [last, { to }] of admitted.entries()) {
            if (last < first) continue
            const allowed = rate.burst + (rate.limit / rate.windowMs) * (to - from)
            expect(last - first + 1).toBeLessThanOrEqual(Math.floor(allowed + 1e-6))
          }
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('admits a delivery that obeyed Retry-After once', async () => {
  const store = storeOn(server().port)
  const quota = { key: '', limit: 20, windowMs: 1000, burst: 1 }
  for (let round = 0; round < 5; round += 1) {
    const claim = claimOf({ id: newId(), quota })
    const refusal = await store.accept(claim)
    if (refusal.kind !== 'rate-limited') continue
    // Timers may be a little early.
    await delay(refusal.retryAfterMs + 2)
    expect(await store.accept(claim)).toMatchObject({ kind: 'admitted' })
  }
})

test('leaves the bytes of the quota as they are for a duplicate, and no key of a limited delivery', async () => {
  const store = storeOn(server().port)
  const quota = { key: 'tenant', limit: 2, windowMs: 3_600_000, burst: 2 }
  const done = claimOf({ id: 'done', quota })
  await store.accept(done)
  await store.complete(done, 60_000)
  await store.accept(claimOf({ id: 'running', quota }))
  const key = 'postern:{source}quota:tenant'
  const before = await server().command('DUMP', key)
  const keys = await server().command('DBSIZE')
  expect(await store.accept(claimOf({ id: 'done', quota }))).toMatchObject({ kind: 'duplicate' })
  expect(await store.accept(claimOf({ id: 'running', quota }))).toMatchObject({ kind: 'in-flight' })
  expect(await store.accept(claimOf({ id: 'new', quota }))).toMatchObject({ kind: 'rate-limited' })
  expect(await server().command('DUMP', key)).toEqual(before)
  expect(await server().command('DBSIZE')).toBe(keys)
  expect(await server().command('EXISTS', 'postern:{source}:new')).toBe(0)
})

test('forgets a quota when it is full again', async () => {
  const store = storeOn(server().port)
  await store.accept(claimOf({ quota: { key: '', limit: 10, windowMs: 1000, burst: 5 } }))
  const key = 'postern:{source}quota:%empty'
  expect(Number(await server().command('PTTL', key))).toBeLessThanOrEqual(100)
})
