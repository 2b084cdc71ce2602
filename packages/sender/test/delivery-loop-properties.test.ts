import fc from 'fast-check'
import {
  type DueDeliveries,
  type DueRequest,
  memoryOutbox,
  type Outbox,
  type OutboxDelivery,
  type OutboxSettlement,
} from '@postern/sender'
import { cleanUp } from '@postern/testing/clean-up'
import { recordWarnings } from '@postern/testing/warnings'
import type { Verdict } from '../src/verdict.js'
import { LoopUnderTest, type OpenAttempt, turns } from './loop-under-test.js'

afterEach(cleanUp)

const hosts = ['a.example', 'b.example', 'c.example']
const limits = { perHost: 2, concurrency: 5, pollMs: 5000, holdMs: 45_000 }
const mostAttempts = 3

type Trouble = 'none' | 'rejects' | 'throws' | 'late' | 'lost reply'

/** A memory outbox whose calls fail as the test says, with or without effect, or are late. */
class TroubledOutbox implements Outbox {
  readonly #memory = memoryOutbox()
  readonly #late: (() => void)[] = []
  /** Of each key, how many settlements were lost or late, so that an attempt was not counted. */
  readonly uncounted = new Map<string, number>()
  readonly kept = new Set<string>()
  onDue: Trouble = 'none'
  onSettle: Trouble = 'none'

  put(delivery: OutboxDelivery): Promise<void> {
    this.kept.add(delivery.key)
    return this.#memory.put(delivery)
  }

  due(request: DueRequest): Promise<DueDeliveries> {
    return this.#perform(this.onDue, () => this.#memory.due(request))
  }

  settle(key: string, settlement: OutboxSettlement): Promise<void> {
    if (this.onSettle !== 'none') this.uncounted.set(key, (this.uncounted.get(key) ?? 0) + 1)
    return this.#perform(this.onSettle, () => {
      if (settlement.kind === 'ended') this.kept.delete(key)
      return this.#memory.settle(key, settlement)
    })
  }

  /** Lets what is late go on. */
  goOn(): void {
    for (const go of this.#late.splice(0)) go()
  }

  #perform<Result>(trouble: Trouble, call: () => Promise<Result>): Promise<Result> {
    if (trouble === 'throws') throw new Error('at once')
    if (trouble === 'rejects') return Promise.reject(new Error('later'))
    if (trouble === 'none') return call()
    if (trouble === 'lost reply')
      return call().then(() => {
        throw new Error('after all')
      })
    return new Promise((resolve, reject) => {
      this.#late.push(() => {
        call().then(resolve, reject)
      })
    })
  }
}

const trouble = fc.constantFrom<Trouble>('none', 'none', 'rejects', 'throws', 'late', 'lost reply')
const verdict = fc.constantFrom<Verdict>(
  { outcome: 'delivered', status: 204 },
  { outcome: 'refused', status: 400 },
  { outcome: 'failed', status: 500 },
  { outcome: 'failed', status: 503, retryAfter: '30' },
)
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ put: fc.integer({ min: 1, max: 40 }), host: fc.constantFrom(...hosts) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      from: fc.integer({ min: 0, max: 3 }),
      most: fc.integer({ min: 1, max: 5 }),
      verdict,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      ms: fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 90_000 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ due: trouble, settle: trouble }) },
)

test('loses nothing, attempts nothing twice at once, keeps the limits, and neither spins nor sleeps', async () => {
  recordWarnings()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const outbox = new TroubledOutbox()
      const under = new LoopUnderTest({ outbox, ...limits })
      const attempted = new Map<string, number>()
      const keys: string[] = []

      const end = async (attempts: readonly OpenAttempt[], how: Verdict) => {
        for (const { delivery } of attempts)
          attempted.set(delivery.key, (attempted.get(delivery.key) ?? 0) + 1)
        await under.end(how, attempts)
      }

      const check = () => {
        const open = under.open.map(({ delivery }) => delivery.key)
        expect(new Set(open).size).toBe(open.length)
        expect(open.length).toBeLessThanOrEqual(limits.concurrency)
        for (const host of hosts) expect(under.at(host).length).toBeLessThanOrEqual(limits.perHost)
        for (const [key, count] of attempted)
          expect(count).toBeLessThanOrEqual(mostAttempts + (outbox.uncounted.get(key) ?? 0))
      }

      for (const one of steps) {
        const asked = under.requests.length
        let events = 1
        if ('put' in one) {
          const ids = Array.from({ length: one.put }, (_, index) => `msg_${keys.length + index}`)
          keys.push(...ids.map((id) => `${id} ${one.host}`))
          await under.put(one.host, ...ids)
        } else if ('verdict' in one) {
          events = one.most
          await end(under.open.slice(one.from, one.from + one.most), one.verdict)
        } else if ('ms' in one) {
          // Steps by which nothing that falls due is passed over.
          events = Math.ceil(one.ms / 1000)
          for (let passed = 0; passed < one.ms; passed += 1000)
            await under.advance(Math.min(1000, one.ms - passed))
        } else {
          outbox.onDue = one.due
          outbox.onSettle = one.settle
          outbox.goOn()
          events = 300
          await turns()
        }
        check()
        // Each event has a few calls, and each batch one.
        expect(under.requests.length - asked).toBeLessThanOrEqual(8 * events + 8)
      }

      outbox.onDue = 'none'
      outbox.onSettle = 'none'
      outbox.goOn()
      await turns()
      for (let count = 0; outbox.kept.size > 0 && count < 2000; count += 1) {
        if (under.open.length > 0) await end([...under.open], { outcome: 'delivered', status: 204 })
        else await under.advance(limits.pollMs)
        check()
      }
      expect(outbox.kept).toEqual(new Set())
      expect(new Set(under.results.keys())).toEqual(new Set(keys))
      expect(under.loop.isIdle).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('attempts whatever there is room for, at once', async () => {
  const calm = step.filter((one) => !('due' in one))
  await fc.assert(
    fc.asyncProperty(fc.array(calm, { maxLength: 30 }), async (steps) => {
      const outbox = memoryOutbox()
      const under = new LoopUnderTest({ outbox, ...limits })
      let count = 0
      for (const one of steps) {
        if ('put' in one) {
          const ids = Array.from({ length: one.put }, (_, index) => `msg_${count + index}`)
          count += one.put
          await under.put(one.host, ...ids)
        } else if ('verdict' in one) {
          await under.end(one.verdict, under.open.slice(0, one.most))
        } else if ('ms' in one) {
          await under.advance(one.ms)
        }
        const exceptHosts = hosts.filter((host) => under.at(host).length === limits.perHost)
        if (under.open.length === limits.concurrency || exceptHosts.length === hosts.length) continue
        const { deliveries } = await outbox.due({
          now: under.clock.now(),
          holdMs: 0.5,
          limit: 1,
          exceptHosts,
        })
        expect(deliveries).toEqual([])
      }
    }),
    { numRuns: 100 },
  )
})
