import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { startRedis, type RedisServer } from '@postern/testing/redis-server'
import { kindOf } from './answer-kinds.js'
import type { HangingPoint } from './hanging-store.js'
import { type ReceiverProcess, startReceiver } from './receiver-process.js'
import { startAttempt } from './start-attempt.js'

const leaseMs = 1500

let redis: RedisServer
let survivor: ReceiverProcess
const start = (hangs?: HangingPoint) =>
  startReceiver({ redisUrl: redis.url, options: { leaseMs }, ...(hangs === undefined ? {} : { hangs }) })

beforeAll(async () => {
  redis = await startRedis()
  survivor = await start()
})
afterEach(cleanUp)
afterAll(async () => {
  await survivor.kill()
  await redis.dispose()
})

/** Starts a receiver that will crash. */
async function startDoomed(hangs?: HangingPoint): Promise<ReceiverProcess> {
  const doomed = await start(hangs)
  onCleanUp(() => doomed.kill())
  return doomed
}

/**
 * Has the survivor run a delivery to its end, and checks that nothing runs after it.
 * @param sentAt - when the attempt before was sent, which holds the lease
 */
async function runToTheEnd(id: string, attempt: number, sentAt: number): Promise<void> {
  const { start, answer, refusals } = await startAttempt(survivor, id)
  expect(refusals.length).toBeGreaterThan(0)
  expect(new Set(refusals)).toEqual(new Set(['in flight']))
  // Redis counts in whole milliseconds.
  expect(performance.now() - sentAt).toBeGreaterThan(leaseMs - 5)
  expect(start).toMatchObject({ attempt, fence: attempt })
  expect(await survivor.next('admitted', id)).toMatchObject({ attempt, fence: attempt, takeover: true })
  expect(kindOf(await survivor.deliver(id))).toBe('in flight')
  survivor.end(id, 'success')
  expect(kindOf(await answer)).toBe('handled')
  expect(await survivor.next('settled', id)).toMatchObject({ outcome: 'completed', attempt })
  await expectDuplicates(id)
  expect(survivor.told('start', id)).toHaveLength(1)
}

async function expectDuplicates(id: string): Promise<void> {
  const answers = await Promise.all(Array.from({ length: 10 }, () => survivor.deliver(id)))
  expect(new Set(answers.map(kindOf))).toEqual(new Set(['duplicate']))
}

test('a delivery whose process is killed in its handler waits for the end of the lease, and runs again', async () => {
  const id = 'evt_killed_twice'
  let lastSentAt = 0
  const receivers = await Promise.all([startDoomed(), startDoomed()])
  for (const [index, doomed] of receivers.entries()) {
    const attempt = index + 1
    const { start, answer, refusals, sentAt } = await startAttempt(doomed, id)
    lastSentAt = sentAt
    const [outcome] = await Promise.all([Promise.allSettled([answer]), doomed.kill()])
    expect(outcome).toMatchObject([{ status: 'rejected' }])
    expect(start).toMatchObject({ attempt, fence: attempt })
    expect(await doomed.next('admitted', id)).toMatchObject({ takeover: attempt > 1 })
    expect(new Set(refusals)).toEqual(new Set(attempt > 1 ? ['in flight'] : []))
    expect(doomed.told('start', id)).toHaveLength(1)
  }
  await runToTheEnd(id, 3, lastSentAt)
})

test('a delivery whose process is killed before its handler starts is run by the next attempt', async () => {
  const id = 'evt_killed_before'
  const doomed = await startDoomed('after accept')
  const sentAt = performance.now()
  const answer = Promise.allSettled([doomed.deliver(id)])
  await doomed.next('hangs', id)
  await doomed.kill()
  expect(await answer).toMatchObject([{ status: 'rejected' }])
  expect(doomed.told('start', id)).toHaveLength(0)
  await runToTheEnd(id, 2, sentAt)
})

test('a delivery that succeeded, but whose process was killed before that was noted, runs once more', async () => {
  const id = 'evt_not_noted'
  const doomed = await startDoomed('before complete')
  const sentAt = performance.now()
  const answer = doomed.deliver(id)
  await doomed.next('start', id)
  doomed.end(id, 'success')
  await doomed.next('hangs', id)
  expect(kindOf(await answer)).toBe('handled')
  await doomed.kill()
  expect(doomed.told('end', id)).toHaveLength(1)
  await runToTheEnd(id, 2, sentAt)
})

test('a delivery that was noted as done runs no more when its process is killed', async () => {
  const id = 'evt_noted'
  const doomed = await startDoomed('after complete')
  const answer = doomed.deliver(id)
  await doomed.next('start', id)
  doomed.end(id, 'success')
  await doomed.next('hangs', id)
  expect(kindOf(await answer)).toBe('handled')
  await doomed.kill()
  await expectDuplicates(id)
  expect(survivor.told('start', id)).toHaveLength(0)
})
