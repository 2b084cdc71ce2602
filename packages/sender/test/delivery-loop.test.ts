import { getMaxListeners } from 'node:events'
import { memoryOutbox, type Outbox } from '@postern/sender'
import { cleanUp } from '@postern/testing/clean-up'
import { recordWarnings } from '@postern/testing/warnings'
import { ids, LoopUnderTest, turns } from './loop-under-test.js'
import { observeAttempts } from './sender-under-test.js'

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

test('publishes an attempt whose end the outbox does not note', async () => {
  const memory = memoryOutbox()
  const failing: Outbox = {
    put: (delivery) => memory.put(delivery),
    due: (request) => memory.due(request),
    settle: () => Promise.reject(new Error('of the database')),
  }
  const warnings = recordWarnings()
  const attempts = observeAttempts()
  const under = new LoopUnderTest({ outbox: failing })
  await under.put('a.example', 'msg_1')
  await under.end({ outcome: 'failed', status: 500, reason: 'status' }, under.open)
  expect(attempts.events).toMatchObject([{ id: 'msg_1', attempt: 1, outcome: 'failed', status: 500 }])
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
