import type { Admission, Claim, DeliveryStore } from '@postern/core'
import { admitClaim, claimOf, retentionMs } from './claims.js'
import type { StoreUnderTest } from './store-under-test.js'

/** Registers the tests of the quota, a part of the contract of every `DeliveryStore`. */
export function testQuotaContract(subject: () => StoreUnderTest): void {
  describe('with a quota', () => {
    let store: DeliveryStore
    let passTime: StoreUnderTest['passTime']
    beforeEach(() => {
      ;({ store, passTime } = subject())
    })

    const quota = { key: '', limit: 10, windowMs: 10_000, burst: 3 }
    let lastId = 0
    const limited = (parts: Partial<Claim> = {}): Claim =>
      claimOf({ id: `evt-${(lastId += 1)}`, quota, ...parts })

    test('admits a burst, and tells what is left', async () => {
      for (const remaining of [2, 1, 0]) {
        expect(await store.accept(limited())).toMatchObject({ kind: 'admitted', remaining })
      }
      expect(await store.accept(limited())).toMatchObject({ kind: 'rate-limited' })
    })

    test('admits exactly the burst of many claims at once', async () => {
      const slow = { key: '', limit: 100, windowMs: 3_600_000, burst: 100 }
      const claims = Array.from({ length: 1600 }, () => store.accept(limited({ quota: slow })))
      const admissions = await Promise.all(claims)
      expect(admissions.filter(({ kind }) => kind === 'admitted')).toHaveLength(100)
      expect(admissions.filter(({ kind }) => kind === 'rate-limited')).toHaveLength(1500)
    })

    test('admits one more after the time that it told to wait, and no two', async () => {
      for (let count = 0; count < 3; count += 1) await admitClaim(store, limited())
      const refusal = (await store.accept(limited())) as Admission & { kind: 'rate-limited' }
      expect(refusal.retryAfterMs).toBeGreaterThan(0)
      expect(refusal.retryAfterMs).toBeLessThanOrEqual(1000)
      await passTime(refusal.retryAfterMs)
      expect((await store.accept(limited())).kind).toBe('admitted')
      expect((await store.accept(limited())).kind).toBe('rate-limited')
    })

    test('leaves no trace of a limited delivery', async () => {
      for (let count = 0; count < 3; count += 1) await admitClaim(store, limited())
      const claim = limited()
      expect((await store.accept(claim)).kind).toBe('rate-limited')
      expect(await store.complete(claim, retentionMs)).toBe('gone')
      expect(await store.accept({ ...claim, quota: undefined })).toMatchObject({
        kind: 'admitted',
        attempt: 1,
        takeover: false,
      })
    })

    test('spends nothing on duplicates, deliveries in flight and resent claims', async () => {
      const done = limited()
      const running = limited()
      await admitClaim(store, done)
      await store.complete(done, retentionMs)
      await admitClaim(store, running)
      for (let count = 0; count < 10; count += 1) {
        expect((await store.accept(limited({ id: done.id }))).kind).toBe('duplicate')
        expect((await store.accept(limited({ id: running.id }))).kind).toBe('in-flight')
        expect((await store.accept(running)).kind).toBe('admitted')
      }
      expect(await store.accept(limited())).toMatchObject({ kind: 'admitted', remaining: 0 })
    })

    test('answers duplicate when the quota is used up', async () => {
      const claim = limited()
      await admitClaim(store, claim)
      await store.complete(claim, retentionMs)
      for (let count = 0; count < 2; count += 1) await admitClaim(store, limited())
      expect((await store.accept(limited())).kind).toBe('rate-limited')
      expect((await store.accept(limited({ id: claim.id }))).kind).toBe('duplicate')
    })

    test('counts each key and each source by itself', async () => {
      const one = { ...quota, burst: 1 }
      for (const parts of [
        { source: 'a' },
        { source: 'b' },
        { quota: { ...one, key: 'a' } },
        { quota: { ...one, key: 'b' } },
      ]) {
        const claim = limited({ quota: one, ...parts })
        expect((await store.accept(claim)).kind).toBe('admitted')
        expect(
          (await store.accept({ ...claim, id: `${claim.id}-next`, token: `${claim.token}-next` })).kind,
        ).toBe('rate-limited')
      }
    })
  })
}
