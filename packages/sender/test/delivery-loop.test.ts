import { getMaxListeners } from 'node:events'
import type { Clock } from '@postern/core'
import { memoryOutbox, type Outbox } from '@postern/sender'
import { cleanUp } from '@postern/testing/clean-up'
import { manualClock } from '@postern/testing/manual-clock'
import { recordWarnings } from '@postern/testing/warnings'
import { DisabledUrls } from '../src/disabled-urls.js'
import type { Verdict } from '../src/verdict.js'
import { LateOutbox } from './late-outbox.js'
import { ids, LoopUnderTest, stored, turns } from './loop-under-test.js'
import { observeAttempts, observeDeliveries } from './sender-under-test.js'

afterEach(cleanUp)

const delivered = { outcome: 'delivered', status: 204 } as const

test('gives the room that an attempt leaves to the next in the outbox', async () => {
  const under = new LoopUnderTest({ perHost: 1 })
  await under.put('a.example', ...ids(70))
  for (let count = 0; count < 70; count += 1) {
    expect(under.open).toHaveLength(1)
    await under.end(delivered, under.open)
  }
  expect(under.results.size).toBe(70)
})

test('goes on at a host where one attempt hangs', async () => {
  const under = new LoopUnderTest({ perHost: 2 })
  for (const id of ids(5)) await under.put('a.example', id)
  for (let count = 0; count < 4; count += 1) await under.end(delivered, under.open.slice(1))
  expect(under.open.map(({ delivery }) => delivery.id)).toEqual(['msg_0'])
  expect(under.results.size).toBe(4)
})

test('counts what waits for room at its host for nothing that is under way', async () => {
  const under = new LoopUnderTest({ perHost: 2, concurrency: 5 })
  await under.put('a.example', ...ids(100))
  await under.put('b.example', ...ids(100))
  await under.put('c.example', ...ids(100))
  expect(under.at('a.example')).toHaveLength(2)
  expect(under.at('b.example')).toHaveLength(2)
  expect(under.at('c.example')).toHaveLength(1)
})

test('lets as many attempts listen for the end of the sender as there may be', async () => {
  const under = new LoopUnderTest({ concurrency: 100 })
  await under.put('a.example', 'msg_1')
  // Node warns of a leak when there are more.
  expect(getMaxListeners(under.open[0]!.signal)).toBe(100)
})

test.each<Verdict>([
  { outcome: 'failed', status: 500, reason: 'status' },
  { outcome: 'broken-off', reason: 'closed' },
])('publishes an attempt whose end the outbox does not note: $outcome', async (verdict) => {
  const outbox = new LateOutbox()
  outbox.settle = () => Promise.reject(new Error('of the database'))
  const warnings = recordWarnings()
  const attempts = observeAttempts()
  const under = new LoopUnderTest({ outbox })
  await under.put('a.example', 'msg_1')
  await under.end(verdict, under.open)
  expect(attempts.events).toMatchObject([{ id: 'msg_1', attempt: 1, ...verdict }])
  expect(warnings).toMatchObject([{ code: 'POSTERN_OUTBOX' }])

  // Not noted, so it is the first attempt once more, when the hold has lapsed.
  await under.advance(44_999)
  expect(under.open).toHaveLength(0)
  await under.advance(1)
  expect(under.open).toMatchObject([{ delivery: { id: 'msg_1', attempts: 0 } }])
})

test('asks an outbox at its leisure where that knows of nothing that falls due', async () => {
  const memory = memoryOutbox()
  const withNull: Outbox = {
    put: (delivery) => memory.put(delivery),
    // As SQL answers that asks for a minimum of nothing.
    due: async (request) => ({ ...(await memory.due(request)), nextDueAt: null as never }),
    settle: (key, settlement) => memory.settle(key, settlement),
  }
  const under = new LoopUnderTest({ outbox: withNull })
  under.loop.wake()
  await turns()
  await under.advance(4999)
  expect(under.requests).toHaveLength(1)
  await under.advance(1)
  expect(under.requests).toHaveLength(2)
})

test('tries again on time though the outbox does not tell when', async () => {
  const memory = memoryOutbox()
  const silent: Outbox = {
    put: (delivery) => memory.put(delivery),
    due: async (request) => ({ deliveries: (await memory.due(request)).deliveries }),
    settle: (key, settlement) => memory.settle(key, settlement),
  }
  const under = new LoopUnderTest({ outbox: silent })
  await under.put('a.example', 'msg_1')
  await under.end({ outcome: 'failed' }, under.open)
  await under.advance(999)
  expect(under.open).toHaveLength(0)
  await under.advance(1)
  expect(under.open).toMatchObject([{ delivery: { attempts: 1 } }])
})

test('passes over no host while others have more than can be attempted', async () => {
  const under = new LoopUnderTest({ perHost: 1, concurrency: 2 })
  for (const host of ['a.example', 'b.example', 'c.example', 'd.example']) await under.put(host, ...ids(10))
  for (let count = 0; count < 8; count += 1) await under.end(delivered, under.open.slice(0, 1))
  const hosts = [...under.results.keys()].map((key) => key.split(' ')[1])
  expect(new Set(hosts).size).toBe(4)
})

test('asks for no more than may be attempted, and not at all when there is no room', async () => {
  const under = new LoopUnderTest({ perHost: 3, concurrency: 3 })
  await under.put('a.example', 'msg_0')
  await under.put('b.example', 'msg_0')
  expect(under.requests.map(({ limit }) => limit)).toEqual([3, 2, 2, 1])
  await under.put('a.example', ...ids(9))
  expect(under.open).toHaveLength(3)
  const asked = under.requests.length
  await under.put('c.example', 'msg_0')
  expect(under.requests).toHaveLength(asked)
  await under.end(delivered, under.open.slice(0, 1))
  expect(under.open).toHaveLength(3)
  expect(Math.min(...under.requests.map(({ limit }) => limit))).toBe(1)
})

test('takes 32 at a time, and none of a host that has no room', async () => {
  const under = new LoopUnderTest({ perHost: 2 })
  await under.put('a.example', ...ids(100))
  expect(under.requests).toMatchObject([
    { limit: 32, exceptHosts: [] },
    { limit: 32, exceptHosts: ['a.example'] },
  ])
  // Those that wait in line go first.
  await under.end(delivered, under.open.slice(0, 1))
  expect(under.requests.at(-1)).toMatchObject({ exceptHosts: ['a.example'] })
  expect((await under.outbox.due({ ...under.requests[0]!, limit: 100 })).deliveries).toHaveLength(68)
})

test('goes on with the next batch at once', async () => {
  const under = new LoopUnderTest()
  for (let host = 0; host < 70; host += 1)
    await under.outbox.put(stored({ id: 'msg_1', host: `h${host}.example`, enqueuedAt: 0 }))
  under.loop.wake()
  await turns()
  expect(under.open).toHaveLength(70)
})

test('attempts those of a host in the order in which they were put', async () => {
  const under = new LoopUnderTest({ perHost: 1 })
  await under.put('a.example', ...ids(5))
  const order: string[] = []
  while (under.open.length > 0) {
    order.push(under.open[0]!.delivery.id)
    await under.end(delivered, under.open)
  }
  expect(order).toEqual(ids(5))
})

test.each([
  { name: 'attempts what waited for room as long as its hold lasts', waitMs: 25_000, given: false },
  {
    name: 'takes what waited longer anew, so that it is held for all of its attempt',
    waitMs: 25_001,
    given: true,
  },
  { name: 'takes it anew until the hold lapses', waitMs: 44_999, given: true },
])('$name', async ({ waitMs, given }) => {
  // Held for 45 seconds, of which an attempt may take 20.
  const under = new LoopUnderTest({ perHost: 1 })
  const settle = jest.spyOn(under.outbox, 'settle')
  await under.put('a.example', 'msg_0', 'msg_1')
  await under.advance(waitMs)
  await under.end(delivered, under.open)
  expect(under.open).toMatchObject([{ delivery: { id: 'msg_1', attempts: 0 } }])
  const back = ['msg_1 a.example', { kind: 'retry', attempts: 0, dueAt: under.clock.now() }]
  expect(settle.mock.calls.slice(1)).toEqual(given ? [back] : [])
})

test('leaves to the outbox what waited for room until its hold lapsed', async () => {
  const under = new LoopUnderTest({ perHost: 1 })
  const settle = jest.spyOn(under.outbox, 'settle')
  await under.put('a.example', 'msg_0', 'msg_1')
  await under.advance(45_000)
  await under.end(delivered, under.open)
  // Another may have it by then, so it is not for this one to give back.
  expect(settle.mock.calls).toEqual([['msg_0 a.example', { kind: 'ended' }]])
  expect(under.open).toMatchObject([{ delivery: { id: 'msg_1', attempts: 0 } }])
})

test('makes no second attempt beside one whose hold lapsed', async () => {
  const under = new LoopUnderTest()
  await under.put('a.example', 'msg_1')
  await under.advance(45_000)
  expect(under.open).toHaveLength(1)
  await under.end(delivered, under.open)
  await under.advance(90_000)
  expect(under.open).toHaveLength(0)
})

test('wakes for what somebody else put, due later, while an attempt is under way', async () => {
  const under = new LoopUnderTest()
  await under.outbox.put(stored({ id: 'later', host: 'b.example', enqueuedAt: under.clock.now() + 1000 }))
  await under.put('a.example', 'msg_1')
  await under.advance(1000)
  expect(under.open.map(({ delivery }) => delivery.id)).toEqual(['msg_1', 'later'])
})

test('asks by itself every five seconds, however late the outbox says', async () => {
  const under = new LoopUnderTest()
  await under.outbox.put(stored({ id: 'later', host: 'b.example', enqueuedAt: under.clock.now() + 60_000 }))
  under.loop.wake()
  await turns()
  await under.outbox.put(stored({ id: 'other', host: 'a.example', enqueuedAt: under.clock.now() }))
  await under.advance(4999)
  expect(under.open).toHaveLength(0)
  await under.advance(1)
  expect(under.open).toMatchObject([{ delivery: { id: 'other' } }])
})

test('asks an outbox that names an instant that is past once a millisecond at most', async () => {
  const outbox = new LateOutbox()
  outbox.due = (request) => Promise.resolve({ deliveries: [], nextDueAt: request.now - 1000 })
  const under = new LoopUnderTest({ outbox })
  under.loop.wake()
  await turns()
  expect(under.requests).toHaveLength(1)
  await under.advance(10)
  expect(under.requests.length).toBeLessThanOrEqual(11)
})

test('asks an outbox that failed no earlier than by itself', async () => {
  const warnings = recordWarnings()
  const outbox = new LateOutbox()
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- outboxes of others may
  outbox.due = () => Promise.reject(undefined)
  const under = new LoopUnderTest({ outbox })
  under.loop.wake()
  await turns()
  await under.advance(4999)
  expect(under.requests).toHaveLength(1)
  expect(warnings).toEqual([
    {
      code: 'POSTERN_OUTBOX',
      message: 'The outbox could not be asked for what is due (no error, no code).',
    },
  ])
  await under.advance(1)
  expect(under.requests).toHaveLength(2)
})

test('asks once at a time, and once more when it was woken meanwhile', async () => {
  const outbox = new LateOutbox('due')
  const under = new LoopUnderTest({ outbox })
  for (let count = 0; count < 3; count += 1) under.loop.wake()
  await turns()
  expect(under.requests).toHaveLength(1)
  expect(under.loop.isIdle).toBe(false)
  await outbox.goOn()
  expect(under.requests).toHaveLength(2)
  expect(under.loop.isIdle).toBe(false)
  await outbox.goOn()
  expect(under.requests).toHaveLength(2)
  expect(under.loop.isIdle).toBe(true)
  expect(under.idleReports).toBe(1)
})

test('asks nothing any more once it is stopped, and sets no alarm', async () => {
  const outbox = new LateOutbox('due')
  const under = new LoopUnderTest({ outbox })
  under.loop.wake()
  under.loop.wake()
  under.loop.stop()
  await outbox.goOn()
  under.loop.wake()
  await under.advance(60_000)
  expect(under.requests).toHaveLength(1)
})

test('takes its alarm away when it is stopped', async () => {
  let alarms = 0
  const time = manualClock()
  const clock: Clock = {
    now: () => time.now(),
    every(ms, callback) {
      alarms += 1
      const cancel = time.every(ms, callback)
      return () => {
        alarms -= 1
        cancel()
      }
    },
  }
  const under = new LoopUnderTest({ clock })
  under.loop.wake()
  await turns()
  expect(alarms).toBe(1)
  under.loop.stop()
  expect(alarms).toBe(0)
})

test('breaks off what is under way when it is stopped, and gives it back as it was', async () => {
  const attempts = observeAttempts()
  const under = new LoopUnderTest()
  await under.put('a.example', 'msg_1')
  expect(under.open[0]!.signal.aborted).toBe(false)
  under.loop.stop()
  expect(under.open[0]!.signal.aborted).toBe(true)
  await under.end({ outcome: 'broken-off', reason: 'closed' }, under.open)
  expect(attempts.events).toMatchObject([
    { outcome: 'broken-off', reason: 'closed', nextAttemptAt: undefined },
  ])
  expect(under.loop.isIdle).toBe(true)
  expect(under.idleReports).toBeGreaterThan(0)
  const { deliveries } = await under.outbox.due({ ...under.requests[0]!, now: under.clock.now() })
  expect(deliveries).toMatchObject([{ id: 'msg_1', attempts: 0 }])
})

test.each<{ name: string; verdict: Verdict; disabled: boolean }>([
  { name: 'a delivery', verdict: delivered, disabled: false },
  { name: 'a failure', verdict: { outcome: 'failed' }, disabled: false },
  { name: 'one that was broken off', verdict: { outcome: 'broken-off' }, disabled: false },
  { name: 'one that is disabled', verdict: delivered, disabled: true },
])('is not idle, and tells of no end, before the outbox has noted $name', async ({ verdict, disabled }) => {
  const outbox = new LateOutbox('settle')
  const disabledUrls = new DisabledUrls()
  if (disabled) disabledUrls.add('https://a.example/')
  const under = new LoopUnderTest({ outbox, disabled: disabledUrls, perHost: 1 })
  await under.put('a.example', 'msg_1')
  await under.end(verdict, under.open)
  expect(under.loop.isIdle).toBe(false)
  expect(under.results.size).toBe(0)
  await outbox.goOn()
  if (verdict.outcome === 'delivered') expect(under.loop.isIdle).toBe(true)
  expect(under.results.size).toBe(verdict.outcome === 'delivered' ? 1 : 0)
})

test('ends a delivery though the outbox does not note it, and attempts it again', async () => {
  const warnings = recordWarnings()
  const outbox = new LateOutbox()
  outbox.settle = () => Promise.reject(new Error('of the database'))
  const under = new LoopUnderTest({ outbox })
  await under.put('a.example', 'msg_1')
  await under.end(delivered, under.open)
  expect([...under.results.values()]).toMatchObject([{ id: 'msg_1', outcome: 'delivered', attempts: 1 }])
  expect(warnings).toMatchObject([{ code: 'POSTERN_OUTBOX' }])
  await under.advance(45_000)
  expect(under.open).toHaveLength(1)
})

test('attempts at once what is due at once, though the outbox is late to say that it noted it', async () => {
  const outbox = new LateOutbox('reply')
  const under = new LoopUnderTest({ outbox, retries: { schedule: [0] } })
  await under.put('a.example', 'msg_1')
  await under.end({ outcome: 'failed' }, under.open)
  under.loop.wake()
  await turns()
  expect(under.open).toMatchObject([{ delivery: { attempts: 1 } }])

  // What was late is no leave to attempt it once more.
  await outbox.goOn()
  await under.advance(45_000)
  expect(under.open).toHaveLength(1)
})

test('does not attempt again what ended, while the outbox is late to note it', async () => {
  const outbox = new LateOutbox('settle')
  const under = new LoopUnderTest({ outbox })
  await under.put('a.example', 'msg_1')
  await under.end(delivered, under.open)
  await under.advance(45_000)
  expect(under.open).toHaveLength(0)
})

test('publishes each attempt and each end once, and nothing of the content', async () => {
  const attempts = observeAttempts()
  const deliveries = observeDeliveries()
  const under = new LoopUnderTest()
  const [host, enqueuedAt] = ['a.example:8443', under.clock.now()]
  const delivery = { ...stored({ id: 'msg_1', host, enqueuedAt }), type: 'invoice.paid' }
  await under.outbox.put(delivery)
  under.loop.wake()
  await turns()
  await under.end({ outcome: 'failed', status: 503, reason: 'status', retryAfter: '7' }, under.open)
  await under.advance(7000)
  await under.end({ outcome: 'refused', status: 302, reason: 'redirect' }, under.open)

  const common = { id: 'msg_1', type: 'invoice.paid', host }
  const durationMs = expect.any(Number) as number
  expect(attempts.events).toEqual([
    {
      ...common,
      attempt: 1,
      outcome: 'failed',
      status: 503,
      reason: 'status',
      durationMs,
      nextAttemptAt: enqueuedAt + 7000,
    },
    {
      ...common,
      attempt: 2,
      outcome: 'refused',
      status: 302,
      reason: 'redirect',
      durationMs,
      nextAttemptAt: undefined,
    },
  ])
  for (const event of attempts.events) expect(event.durationMs).toBeLessThan(5000)
  expect(deliveries.events).toEqual([
    { ...common, outcome: 'refused', attempts: 2, status: 302, reason: 'redirect', durationMs: 7000 },
  ])
  expect([...under.results.values()]).toEqual([
    { id: 'msg_1', outcome: 'refused', attempts: 2, status: 302, reason: 'redirect' },
  ])
})

test('spreads retries that failed together', async () => {
  const attempts = observeAttempts()
  const under = new LoopUnderTest({ perHost: 50, retries: { maximum: 1, baseMs: 1e6, capMs: 1e6 } })
  await under.put('a.example', ...ids(30))
  await under.end({ outcome: 'failed' }, [...under.open])
  expect(new Set(attempts.events.map(({ nextAttemptAt }) => nextAttemptAt)).size).toBeGreaterThan(20)
})
