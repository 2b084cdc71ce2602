import { memoryStore } from '@postern/core'
import { claimOf, manualClock, testStoreContract } from '@postern/testing'
import fc from 'fast-check'

testStoreContract(() => {
  const clock = manualClock()
  return {
    store: memoryStore({ clock }),
    passTime(ms) {
      clock.advance(ms)
    },
  }
})

test('refuses unknown options', () => {
  expect(() => memoryStore({ maxEntries: 5 } as object)).toThrow(/unknown option maxEntries/)
})

test.each([0, -1, Number.NaN])('refuses a bound of %p', (maxDeliveries) => {
  expect(() => memoryStore({ maxDeliveries })).toThrow(/maxDeliveries must be a number above 0/)
})

test('forgets the oldest settled delivery beyond its bound', async () => {
  const store = memoryStore({ maxDeliveries: 3, clock: manualClock() })
  for (const id of ['a', 'b', 'c', 'd']) {
    const claim = claimOf({ id })
    await store.accept(claim)
    await store.complete(claim, 1000)
  }
  const kinds = await Promise.all(
    ['b', 'c', 'd'].map(async (id) => (await store.accept(claimOf({ id }))).kind),
  )
  expect(kinds).toEqual(['duplicate', 'duplicate', 'duplicate'])
  expect((await store.accept(claimOf({ id: 'a' }))).kind).toBe('admitted')
})

test('never drops a live lease: it refuses the claim instead', async () => {
  const clock = manualClock()
  const store = memoryStore({ maxDeliveries: 2, clock })
  const first = claimOf({ id: 'a', leaseMs: 1000 })
  await store.accept(first)
  await store.accept(claimOf({ id: 'b', leaseMs: 5000 }))
  await expect(store.accept(claimOf({ id: 'c' }))).rejects.toThrow(/2 deliveries are being processed/)
  expect((await store.accept(claimOf({ id: 'a' }))).kind).toBe('in-flight')
  expect(await store.complete(first, 1000)).toBe('ok')
  expect((await store.accept(claimOf({ id: 'c' }))).kind).toBe('admitted')
})

test('drops a lapsed lease when it needs the room, whatever stands before it', async () => {
  const clock = manualClock()
  const store = memoryStore({ maxDeliveries: 2, clock })
  await store.accept(claimOf({ id: 'long', leaseMs: 60_000 }))
  await store.accept(claimOf({ id: 'short', leaseMs: 10 }))
  clock.advance(20)
  expect((await store.accept(claimOf({ id: 'new' }))).kind).toBe('admitted')
  expect((await store.accept(claimOf({ id: 'long' }))).kind).toBe('in-flight')
})

test('makes no room for a delivery that is rate limited', async () => {
  const store = memoryStore({ maxDeliveries: 1, clock: manualClock() })
  const quota = { key: '', limit: 1, windowMs: 1000, burst: 1 }
  const done = claimOf({ id: 'done', quota })
  await store.accept(done)
  await store.complete(done, 1000)
  expect((await store.accept(claimOf({ id: 'limited', quota }))).kind).toBe('rate-limited')
  expect((await store.accept(claimOf({ id: 'done' }))).kind).toBe('duplicate')
})

test('never admits more than the burst and the rate allow in any window', async () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 60 })
  const quotas = fc.record({ limit: fc.integer({ min: 1, max: 20 }), burst: fc.integer({ min: 1, max: 10 }) })
  await fc.assert(
    fc.asyncProperty(gaps, quotas, async (gaps, { limit, burst }) => {
      const clock = manualClock(0)
      const store = memoryStore({ clock })
      const quota = { key: '', limit, windowMs: 1000, burst }
      const admittedAt: number[] = []
      for (const [index, gap] of gaps.entries()) {
        clock.advance(gap)
        const { kind } = await store.accept(claimOf({ id: String(index), quota }))
        if (kind === 'admitted') admittedAt.push(clock.now())
      }
      for (const [from, start] of admittedAt.entries()) {
        for (const [to, end] of admittedAt.entries()) {
          if (to < from) continue
          expect(to - from + 1).toBeLessThanOrEqual(burst + ((end - start) * limit) / 1000 + 1e-6)
        }
      }
    }),
    { numRuns: 1000 },
  )
})

test.each([
  [7, 1000],
  [3, 1000],
  [10, 1000],
  [100, 60_000],
  [60, 60_000],
  [7, 60_000],
  [1000, 3_600_000],
  [9, 7000],
  [13, 86_400_000],
])('admits a full burst of %i in %i ms, and no more', async (limit, windowMs) => {
  for (const startAt of [0, 1_700_000_000_123, 1_795_315_935_688]) {
    const store = memoryStore({ clock: manualClock(startAt) })
    const quota = { key: '', limit, windowMs, burst: limit }
    const admissions = Array.from({ length: limit + 5 }, (_, id) =>
      store.accept(claimOf({ id: String(id), quota })),
    )
    const admitted = (await Promise.all(admissions)).filter(({ kind }) => kind === 'admitted')
    expect(admitted).toHaveLength(limit)
  }
})

test('does not close the gate for as long as the clock is set back', async () => {
  let time = 1_700_000_000_000
  const store = memoryStore({ clock: { ...manualClock(), now: () => time } })
  const quota = { key: '', limit: 1, windowMs: 1000, burst: 1 }
  await store.accept(claimOf({ id: 'before', quota }))
  time -= 3_600_000
  expect((await store.accept(claimOf({ id: 'after', quota }))).kind).toBe('admitted')
  expect((await store.accept(claimOf({ id: 'next', quota }))).kind).toBe('rate-limited')
})

test('forgets expired deliveries of a shorter retention before one that is still to be remembered', async () => {
  const clock = manualClock()
  const store = memoryStore({ maxDeliveries: 10, clock })
  const order = claimOf({ id: 'order' })
  await store.accept(order)
  await store.complete(order, 7 * 86_400_000)
  for (let ping = 0; ping < 100; ping += 1) {
    const claim = claimOf({ id: `ping ${ping}` })
    await store.accept(claim)
    await store.complete(claim, 30_000)
    clock.advance(60_000)
  }
  expect((await store.accept(claimOf({ id: 'order' }))).kind).toBe('duplicate')
})

test('warns once when NODE_ENV is production', () => {
  const before = process.env['NODE_ENV']
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  try {
    process.env['NODE_ENV'] = 'production'
    memoryStore()
    memoryStore()
    expect(warn).toHaveBeenCalledTimes(1)
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('forgets'), { code: 'POSTERN_MEMORY_STORE' })
  } finally {
    process.env['NODE_ENV'] = before
    warn.mockRestore()
  }
})
