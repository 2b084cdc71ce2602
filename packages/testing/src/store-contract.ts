import type { Admission, Claim, DeliveryStore } from '@postern/core'
import { admitClaim, claimOf, leaseMs, retentionMs } from './claims.js'
import { testQuotaContract } from './quota-contract.js'
import type { StoreUnderTest } from './store-under-test.js'

/** Registers the tests that every `DeliveryStore` has to pass. Each test gets a store that knows nothing. */
export function testStoreContract(create: () => Promise<StoreUnderTest> | StoreUnderTest): void {
  let store: DeliveryStore
  let passTime: StoreUnderTest['passTime']
  let dispose: StoreUnderTest['dispose']

  beforeEach(async () => {
    ;({ store, passTime, dispose } = await create())
  })
  afterEach(() => dispose?.())

  test('admits a new delivery', async () => {
    expect(await store.accept(claimOf())).toEqual({
      kind: 'admitted',
      fence: 1,
      attempt: 1,
      takeover: false,
      bodyMatches: true,
    })
  })

  test('admits the same token again, as clients resend commands', async () => {
    const claim = claimOf()
    const first = await admitClaim(store, claim)
    expect(await store.accept(claim)).toEqual(first)
  })

  test('tells of a takeover again, when the one that took over claims again', async () => {
    await admitClaim(store, claimOf())
    await passTime(leaseMs + 1)
    const claim = claimOf()
    const first = await admitClaim(store, claim)
    expect(first).toMatchObject({ fence: 2, takeover: true })
    expect(await store.accept(claim)).toEqual(first)
    await store.release(claim, retentionMs)
    expect(await store.accept(claimOf())).toMatchObject({ fence: 3, takeover: false })
  })

  test('answers in-flight while another token holds the lease', async () => {
    await admitClaim(store, claimOf())
    const admission = await store.accept(claimOf())
    expect(admission).toMatchObject({ kind: 'in-flight', bodyMatches: true })
    const { retryAfterMs } = admission as Admission & { kind: 'in-flight' }
    expect(retryAfterMs).toBeGreaterThan(0)
    expect(retryAfterMs).toBeLessThanOrEqual(leaseMs)
  })

  test('admits exactly one of a hundred claims at once', async () => {
    const admissions = await Promise.all(Array.from({ length: 100 }, () => store.accept(claimOf())))
    expect(admissions.filter(({ kind }) => kind === 'admitted')).toHaveLength(1)
    expect(admissions.filter(({ kind }) => kind === 'in-flight')).toHaveLength(99)
  })

  test('lets a lapsed lease be taken over, with the next fence', async () => {
    await admitClaim(store, claimOf())
    await passTime(leaseMs + 1)
    expect(await store.accept(claimOf())).toMatchObject({
      kind: 'admitted',
      fence: 2,
      attempt: 2,
      takeover: true,
    })
  })

  test('extends a lease', async () => {
    const claim = claimOf()
    await admitClaim(store, claim)
    await passTime(leaseMs / 2)
    expect(await store.extend(claim, leaseMs)).toBe('ok')
    await passTime(leaseMs * 0.75)
    expect(await store.accept(claimOf())).toMatchObject({ kind: 'in-flight' })
    await passTime(leaseMs / 2)
    expect(await store.accept(claimOf())).toMatchObject({ kind: 'admitted', takeover: true })
  })

  test('extends a lease that lapsed and that nobody took over', async () => {
    const claim = claimOf()
    await admitClaim(store, claim)
    await passTime(leaseMs + 1)
    expect(await store.extend(claim, leaseMs)).toBe('ok')
    expect(await store.accept(claimOf())).toMatchObject({ kind: 'in-flight' })
  })

  test('answers duplicate once a delivery is completed, to its own token too', async () => {
    const claim = claimOf()
    await admitClaim(store, claim)
    expect(await store.complete(claim, retentionMs)).toBe('ok')
    expect(await store.accept(claimOf())).toEqual({ kind: 'duplicate', bodyMatches: true })
    expect(await store.accept(claim)).toEqual({ kind: 'duplicate', bodyMatches: true })
  })

  test('completes twice by the same token, as clients resend commands', async () => {
    const claim = claimOf()
    await admitClaim(store, claim)
    await store.complete(claim, retentionMs)
    expect(await store.complete(claim, retentionMs)).toBe('ok')
  })

  test('completes a delivery whose lease lapsed and that nobody took over', async () => {
    const claim = claimOf()
    await admitClaim(store, claim)
    await passTime(leaseMs + 1)
    expect(await store.complete(claim, retentionMs)).toBe('ok')
    expect(await store.accept(claimOf())).toMatchObject({ kind: 'duplicate' })
  })

  test('admits the next attempt at once after a release, with the next fence', async () => {
    const claim = claimOf()
    await admitClaim(store, claim)
    expect(await store.release(claim, retentionMs)).toBe('ok')
    expect(await store.release(claim, retentionMs)).toBe('ok')
    expect(await store.accept(claimOf())).toMatchObject({
      kind: 'admitted',
      fence: 2,
      attempt: 2,
      takeover: false,
    })
  })

  test('gives no second lease to a token that gave its own back, as nobody would use it', async () => {
    const claim = claimOf()
    await admitClaim(store, claim)
    await store.release(claim, retentionMs)
    expect(await store.accept(claim)).toMatchObject({ kind: 'in-flight' })
    expect(await store.accept(claimOf())).toMatchObject({ kind: 'admitted', fence: 2 })
  })

  test('answers stale to a token that was overtaken, and writes nothing', async () => {
    const overtaken = claimOf()
    const holder = claimOf()
    await admitClaim(store, overtaken)
    await passTime(leaseMs + 1)
    await admitClaim(store, holder)
    expect(await store.extend(overtaken, leaseMs * 10)).toBe('stale')
    expect(await store.complete(overtaken, retentionMs)).toBe('stale')
    expect(await store.release(overtaken, retentionMs)).toBe('stale')
    expect(await store.accept(claimOf())).toMatchObject({ kind: 'in-flight' })
    expect(await store.complete(holder, retentionMs)).toBe('ok')
  })

  test('undoes no completion by a stale release', async () => {
    const overtaken = claimOf()
    const holder = claimOf()
    await admitClaim(store, overtaken)
    await passTime(leaseMs + 1)
    await admitClaim(store, holder)
    await store.complete(holder, retentionMs)
    expect(await store.release(overtaken, retentionMs)).toBe('stale')
    expect(await store.release(holder, retentionMs)).toBe('stale')
    expect(await store.extend(holder, leaseMs)).toBe('stale')
    expect(await store.accept(claimOf())).toMatchObject({ kind: 'duplicate' })
  })

  test('does not complete what was released', async () => {
    const claim = claimOf()
    await admitClaim(store, claim)
    await store.release(claim, retentionMs)
    expect(await store.complete(claim, retentionMs)).toBe('stale')
    expect(await store.extend(claim, leaseMs)).toBe('stale')
    expect(await store.accept(claimOf())).toMatchObject({ kind: 'admitted' })
  })

  test('answers gone for a delivery that it knows nothing of', async () => {
    const claim = claimOf()
    expect(await store.extend(claim, leaseMs)).toBe('gone')
    expect(await store.complete(claim, retentionMs)).toBe('gone')
    expect(await store.release(claim, retentionMs)).toBe('gone')
    expect(await store.accept(claimOf())).toMatchObject({ kind: 'admitted', fence: 1 })
  })

  test('forgets a delivery when told to', async () => {
    const claim = claimOf()
    await admitClaim(store, claim)
    await store.complete(claim, retentionMs)
    expect(await store.forget(claim.source, claim.id)).toBe(true)
    expect(await store.forget(claim.source, claim.id)).toBe(false)
    expect(await store.accept(claimOf())).toMatchObject({ kind: 'admitted', fence: 1, attempt: 1 })
  })

  test.each(['complete', 'release'] as const)(
    'forgets a delivery when its retention after %s is over',
    async (end) => {
      const claim = claimOf()
      await admitClaim(store, claim)
      await store[end](claim, leaseMs * 2)
      await passTime(leaseMs)
      const again = await store.accept(claimOf({ retentionMs: leaseMs * 2 }))
      expect(again.kind).toBe(end === 'complete' ? 'duplicate' : 'admitted')
      await passTime(end === 'complete' ? leaseMs + 1 : leaseMs * 2 + 1)
      expect(await store.accept(claimOf())).toMatchObject({ kind: 'admitted', fence: 1, attempt: 1 })
    },
  )

  test('tells when an id comes again with another body', async () => {
    const claim = claimOf()
    const other = (): Claim => claimOf({ bodyDigest: 'another' })
    await admitClaim(store, claim)
    expect(await store.accept(other())).toMatchObject({ kind: 'in-flight', bodyMatches: false })
    await store.release(claim, retentionMs)
    const retry = other()
    expect(await store.accept(retry)).toMatchObject({ kind: 'admitted', bodyMatches: false })
    await store.complete(retry, retentionMs)
    expect(await store.accept(other())).toMatchObject({ kind: 'duplicate', bodyMatches: false })
    expect(await store.accept(claimOf())).toMatchObject({ kind: 'duplicate', bodyMatches: true })
  })

  test.each([
    { name: 'other sources', one: { source: 'a' }, other: { source: 'b' } },
    {
      name: 'a separator on either side',
      one: { source: 'a:b', id: 'c' },
      other: { source: 'a', id: 'b:c' },
    },
    { name: 'braces', one: { source: '{a}', id: 'x' }, other: { source: 'a', id: '{x}' } },
    { name: 'a NUL', one: { id: 'a\0' }, other: { id: 'a' } },
    { name: 'another case', one: { id: 'A' }, other: { id: 'a' } },
    { name: 'very long ids', one: { id: 'x'.repeat(10_000) }, other: { id: `${'x'.repeat(9999)}y` } },
    { name: 'an emoji', one: { id: '\u{1f600}' }, other: { id: '\u{1f601}' } },
    { name: 'the empty id', one: { id: '' }, other: { id: ' ' } },
    { name: 'property names', one: { id: '__proto__' }, other: { id: 'constructor' } },
  ])('keeps deliveries apart by $name', async ({ one, other }) => {
    const claim = claimOf(one)
    await admitClaim(store, claim)
    await store.complete(claim, retentionMs)
    expect(await store.accept(claimOf(one))).toMatchObject({ kind: 'duplicate' })
    expect(await store.accept(claimOf(other))).toMatchObject({ kind: 'admitted', fence: 1 })
  })

  testQuotaContract(() => ({ store, passTime }))
}
