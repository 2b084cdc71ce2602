import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { eventually } from '@postern/testing/eventually'
import { startRedis, type RedisServer } from '@postern/testing/redis-server'
import { kindOf } from './answer-kinds.js'
import { type ReceiverProcess, startReceiver } from './receiver-process.js'
import { startAttempt } from './start-attempt.js'

const minute = 60_000
const leaseMs = 900

let redis: RedisServer
let slow: ReceiverProcess
let fast: ReceiverProcess
beforeAll(async () => {
  redis = await startRedis()
})
beforeEach(async () => {
  await redis.command('FLUSHALL')
  const options = { leaseMs, toleranceMs: 15 * minute, rateLimit: { limit: 3, windowMs: 60 * minute } }
  const settings = { redisUrl: redis.url, options }
  ;[slow, fast] = await Promise.all([
    startReceiver(settings, -5 * minute),
    startReceiver(settings, 5 * minute),
  ])
  onCleanUp(() => Promise.all([slow.kill(), fast.kill()]))
})
afterEach(cleanUp)
afterAll(() => redis.dispose())

async function run(receiver: ReceiverProcess, id: string): Promise<void> {
  const { answer } = await startAttempt(receiver, id)
  receiver.end(id, 'success')
  expect(kindOf(await answer)).toBe('handled')
  expect(await receiver.next('settled', id)).toMatchObject({ outcome: 'completed', attempt: 1 })
}

test('receivers whose clocks are ten minutes apart renew their leases, and refuse what the other has in hand', async () => {
  for (const [index, [holder, other]] of [[slow, fast] as const, [fast, slow] as const].entries()) {
    const id = `evt_held_${index}`
    const { start, answer } = await startAttempt(holder, id)
    const wrongByMs = Number(start['receivedAt']) - Date.now()
    expect(Math.abs(wrongByMs)).toBeGreaterThan(4 * minute)
    expect(wrongByMs < 0).toBe(holder === slow)
    const until = performance.now() + 2.5 * leaseMs
    await eventually('the lease would have lapsed without renewal', async () => {
      for (const receiver of [other, holder]) expect(kindOf(await receiver.deliver(id))).toBe('in flight')
      return performance.now() > until
    })
    holder.end(id, 'success')
    expect(kindOf(await answer)).toBe('handled')
    expect(await holder.next('settled', id)).toMatchObject({ outcome: 'completed' })
    for (const receiver of [other, holder]) expect(kindOf(await receiver.deliver(id))).toBe('duplicate')
    expect(holder.told('aborted', id)).toEqual([])
  }
})

test('receivers whose clocks are ten minutes apart share one quota', async () => {
  await run(slow, 'evt_1')
  await run(fast, 'evt_2')
  await run(slow, 'evt_3')
  for (const receiver of [fast, slow]) {
    const limited = await receiver.deliver('evt_4')
    expect(kindOf(limited)).toBe('rate-limited')
    const seconds = Number(limited.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(1190)
    expect(seconds).toBeLessThanOrEqual(1200)
  }
})
