import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { startRedis, type RedisServer } from '@postern/testing/redis-server'
import { kindOf } from './answer-kinds.js'
import { type ReceiverProcess, startReceiver } from './receiver-process.js'
import { startAttempt } from './start-attempt.js'

const leaseMs = 1000

let redis: RedisServer
let late: ReceiverProcess
let next: ReceiverProcess
beforeAll(async () => {
  redis = await startRedis()
  const settings = { redisUrl: redis.url, options: { leaseMs } }
  ;[late, next] = await Promise.all([startReceiver(settings), startReceiver(settings)])
})
afterEach(cleanUp)
afterAll(async () => {
  await Promise.all([late.kill(), next.kill()])
  await redis.dispose()
})

/** Blocks the event loop of the first attempt until its lease has lapsed and the next attempt runs. */
async function overrun(id: string, thenBy?: 'success' | 'error') {
  const first = await startAttempt(late, id)
  const untilExists = join(redis.folder, id)
  const wakeUp = () => {
    writeFileSync(untilExists, '')
  }
  onCleanUp(wakeUp)
  late.block(id, untilExists, thenBy)
  // A handler that does not block is renewed for ten lease times.
  const second = await startAttempt(next, id, leaseMs * 8)
  expect(first.start).toMatchObject({ attempt: 1, fence: 1 })
  expect(second.start).toMatchObject({ attempt: 2, fence: 2 })
  expect(await next.next('admitted', id)).toMatchObject({ takeover: true })
  expect(new Set(second.refusals)).toEqual(new Set(['in flight']))
  expect(late.told('end', id)).toEqual([])
  return { first, second, wakeUp }
}

async function expectDuplicate(id: string): Promise<void> {
  expect(kindOf(await late.deliver(id))).toBe('duplicate')
  expect(kindOf(await next.deliver(id))).toBe('duplicate')
  expect(late.told('start', id)).toHaveLength(1)
  expect(next.told('start', id)).toHaveLength(1)
}

describe.each([
  { by: 'success', answered: 'handled' },
  { by: 'error', answered: '500' },
] as const)('a handler that overran its lease and ends by $by', ({ by, answered }) => {
  /** The end of the first attempt, which is to change nothing. */
  async function expectStale(
    { first, wakeUp }: Awaited<ReturnType<typeof overrun>>,
    id: string,
  ): Promise<void> {
    wakeUp()
    expect(kindOf(await first.answer)).toBe(answered)
    expect(await late.next('settled', id)).toMatchObject({
      outcome: 'stale',
      attempt: 1,
      fence: 1,
      leased: true,
    })
    expect(await late.next('aborted', id)).toMatchObject({ attempt: 1 })
  }

  test('settles nothing while the next attempt runs', async () => {
    const id = `evt_running_${by}`
    const attempts = await overrun(id, by)
    await expectStale(attempts, id)
    expect(kindOf(await late.deliver(id))).toBe('in flight')
    expect(kindOf(await next.deliver(id))).toBe('in flight')
    next.end(id, 'success')
    expect(kindOf(await attempts.second.answer)).toBe('handled')
    expect(await next.next('settled', id)).toMatchObject({ outcome: 'completed', attempt: 2 })
    await expectDuplicate(id)
  })

  test('undoes nothing when the next attempt has completed', async () => {
    const id = `evt_completed_${by}`
    const attempts = await overrun(id, by)
    next.end(id, 'success')
    expect(kindOf(await attempts.second.answer)).toBe('handled')
    expect(await next.next('settled', id)).toMatchObject({ outcome: 'completed', attempt: 2 })
    await expectStale(attempts, id)
    await expectDuplicate(id)
  })

  test('completes nothing when the next attempt has failed', async () => {
    const id = `evt_failed_${by}`
    const attempts = await overrun(id, by)
    next.end(id, 'error')
    expect(kindOf(await attempts.second.answer)).toBe('500')
    expect(await next.next('settled', id)).toMatchObject({ outcome: 'released', attempt: 2 })
    await expectStale(attempts, id)
    const third = await startAttempt(next, id)
    expect(third).toMatchObject({ start: { attempt: 3, fence: 3 }, refusals: [] })
    next.end(id, 'success')
    expect(kindOf(await third.answer)).toBe('handled')
    expect(await next.next('settled', id)).toMatchObject({ outcome: 'completed', attempt: 3 })
  })
})

test('a handler that overran its lease learns it by its signal while it still runs', async () => {
  const id = 'evt_signal'
  const { first, second, wakeUp } = await overrun(id)
  const wokenAt = performance.now()
  wakeUp()
  expect(await late.next('aborted', id)).toMatchObject({ attempt: 1 })
  // By its next renewal, not by the last.
  expect(performance.now() - wokenAt).toBeLessThan(leaseMs * 5)
  expect(late.told('end', id)).toEqual([])
  late.end(id, 'success')
  expect(kindOf(await first.answer)).toBe('handled')
  expect(await late.next('settled', id)).toMatchObject({ outcome: 'stale', attempt: 1 })
  expect(kindOf(await next.deliver(id))).toBe('in flight')
  next.end(id, 'success')
  expect(kindOf(await second.answer)).toBe('handled')
  await next.next('settled', id)
  await expectDuplicate(id)
})
