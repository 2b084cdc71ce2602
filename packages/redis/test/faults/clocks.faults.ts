import type { Admission, Claim } from '@postern/core'
import { claimOf } from '@postern/testing/claims'
import { cleanUp } from '@postern/testing/clean-up'
import { eventually } from '@postern/testing/eventually'
import { startRedis, type RedisServer } from '@postern/testing/redis-server'
import { type Span, type Timed, TimedAsker } from './timed-asker.js'

const minute = 60_000

let redis: RedisServer
beforeAll(async () => {
  redis = await startRedis()
})
beforeEach(() => redis.command('FLUSHALL'))
afterEach(cleanUp)
afterAll(() => redis.dispose())

/** Two processes whose clocks are ten minutes apart. */
const askers = () => Promise.all([TimedAsker.start(redis, -5 * minute), TimedAsker.start(redis, 5 * minute)])

/** When something is due that was so far away at `at`. Redis counts in whole milliseconds. */
const due = ({ from, to }: Span, ms: number): Span => ({ from: from + ms - 1, to: to + ms + 1 })

/** Checks that one instant lies in all of the spans. */
function expectOneInstant(spans: readonly Span[]): void {
  expect(Math.max(...spans.map(({ from }) => from))).toBeLessThanOrEqual(
    Math.min(...spans.map(({ to }) => to)),
  )
}

/** Has both claim in turn until one is admitted; gives that admission, and when each refusal said to come again. */
async function claimInTurn(turns: readonly TimedAsker[], parts: Partial<Claim> = {}) {
  const refusals: Span[] = []
  let admitted: Timed<Admission> | undefined
  let turn = 0
  await eventually('a claim is admitted', async () => {
    const { answer, at } = await turns[turn++ % turns.length]!.claim(claimOf(parts))
    if (answer.kind === 'admitted') admitted = { answer, at }
    else if (answer.kind !== 'duplicate') refusals.push(due(at, answer.retryAfterMs))
    return admitted !== undefined
  })
  return { admitted: admitted!, refusals }
}

test.each([
  { name: 'slow', holderOf: ([slow]: TimedAsker[]) => slow! },
  { name: 'fast', holderOf: ([, fast]: TimedAsker[]) => fast! },
])(
  'two clocks ten minutes apart agree on the end of a lease that the $name one holds',
  async ({ holderOf }) => {
    const turns = await askers()
    const leaseMs = 1000
    const claim = claimOf({ leaseMs })
    const first = await holderOf(turns).claim(claim)
    expect(first.answer).toMatchObject({ kind: 'admitted', fence: 1 })
    for (const turn of turns) {
      const { answer, at } = await turn.claim(claimOf())
      expect(answer).toMatchObject({ kind: 'in-flight' })
      expectOneInstant([due(first.at, leaseMs), due(at, (answer as { retryAfterMs: number }).retryAfterMs)])
    }
    const extended = await holderOf(turns).extend(claim, leaseMs)
    expect(extended.answer).toBe('ok')
    const { admitted, refusals } = await claimInTurn(turns)
    expect(refusals.length).toBeGreaterThan(1)
    expectOneInstant([due(extended.at, leaseMs), ...refusals, { from: 0, to: admitted.at.to }])
    expect(admitted.answer).toMatchObject({ fence: 2, takeover: true })
  },
)

test('two clocks ten minutes apart agree on a quota', async () => {
  const [slow, fast] = await askers()
  const quota = { key: '', limit: 30, windowMs: minute, burst: 3 }
  let lastId = 0
  const limited = () => ({ id: `evt_${(lastId += 1)}`, quota })
  for (const [index, asker] of [slow, fast, slow].entries()) {
    expect(await asker.claim(claimOf(limited()))).toMatchObject({
      answer: { kind: 'admitted', remaining: 2 - index },
    })
  }
  const { admitted, refusals } = await claimInTurn([fast, slow], limited())
  expect(refusals.length).toBeGreaterThan(1)
  expectOneInstant([...refusals, { from: 0, to: admitted.at.to }])
})
