import { setTimeout as work } from 'node:timers/promises'
import { memoryStore } from '@postern/core'
import { cleanUp } from '../../src/clean-up.js'
import { countingStore } from '../../src/counting-store.js'
import type { Framework } from '../../src/framework.js'
import { frameworks, serve } from '../../src/frameworks.js'
import { manualClock } from '../../src/manual-clock.js'
import { observe } from '../../src/observe.js'
import { postAll, scheme, sign } from '../../src/sender.js'
import { recordWarnings } from '../../src/warnings.js'

beforeEach(recordWarnings)
afterEach(cleanUp)

/** Numbers up to `count`. */
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

const hour = 3_600_000

/** Serves a rate-limited route whose time is told by hand. */
async function limitedEndpoint(framework: Framework, limit: number) {
  const clock = manualClock()
  const store = countingStore(memoryStore({ clock }))
  const attempts: { id: string; attempt: number }[] = []
  const url = await serve(framework, {
    options: { scheme, store, clock, rateLimit: { limit, windowMs: hour } },
    route({ id, attempt }, answer) {
      attempts.push({ id, attempt })
      answer.status(204)
    },
  })
  const deliver = (...ids: string[]) =>
    postAll(
      url,
      ids.map((id) => sign({ id, sentAt: clock.now() })),
    )
  return { clock, calls: store.calls, attempts, deliver }
}

describe.each(frameworks)('on $name', (framework) => {
  test('64 concurrent duplicates of 200 events run 200 handlers', async () => {
    const runs = new Map<string, number>()
    const settlements = observe('postern:settlement')
    const url = await serve(framework, {
      options: { scheme },
      async route({ id }, answer) {
        runs.set(id, (runs.get(id) ?? 0) + 1)
        await work(3)
        answer.status(204)
      },
    })
    const requests = upTo(200).flatMap((event) => {
      const signed = sign({ id: `evt_${event}`, body: { type: 'invoice.paid', event } })
      return upTo(64).map(() => signed)
    })
    const answers = await postAll(url, requests)
    expect(runs.size).toBe(200)
    expect([...runs.values()].every((count) => count === 1)).toBe(true)
    const kinds = answers.map(({ status, headers }) => {
      if (status === 200 && headers.get('webhook-duplicate') === '1') return 'duplicate'
      if (status === 503 && Number(headers.get('retry-after')) > 0) return 'in flight'
      return status
    })
    expect(kinds.filter((kind) => kind === 204)).toHaveLength(200)
    expect(kinds.filter((kind) => typeof kind === 'string')).toHaveLength(63 * 200)
    expect(settlements.events).toHaveLength(200)
    expect(settlements.events.every(({ outcome }) => outcome === 'completed')).toBe(true)
  })

  test('1600 concurrent events at a limit of 100 run 100 handlers, and the rest are told when to come again', async () => {
    const { attempts, deliver } = await limitedEndpoint(framework, 100)
    const answers = await deliver(...upTo(1600).map((event) => `evt_${event}`))
    expect(attempts).toHaveLength(100)
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(100)
    const limited = answers.filter(({ status }) => status === 429)
    expect(limited).toHaveLength(1500)
    for (const { headers } of limited) expect(headers.get('retry-after')).toBe('36')
  })

  test('a rate-limited delivery leaves no claim: its next attempt is the first', async () => {
    const { attempts, calls, clock, deliver } = await limitedEndpoint(framework, 1)
    const [admitted, limited] = await deliver('evt_1', 'evt_2')
    expect([admitted?.status, limited?.status].sort()).toEqual([204, 429])
    const [other] = ['evt_1', 'evt_2'].filter((id) => id !== attempts[0]?.id)
    clock.advance(hour)
    const [again] = await deliver(other as string)
    expect(again?.status).toBe(204)
    expect(attempts[1]).toEqual({ id: other, attempt: 1 })
    expect(calls).toMatchObject({ accept: 3, complete: 2, release: 0 })
  })

  test('duplicates spend no quota', async () => {
    const settlements = observe('postern:settlement')
    const { attempts, deliver } = await limitedEndpoint(framework, 2)
    await deliver('evt_1')
    await settlements.first(1)
    for (const repeated of await deliver(...upTo(20).map(() => 'evt_1'))) {
      expect(repeated.headers.get('webhook-duplicate')).toBe('1')
    }
    const [second] = await deliver('evt_2')
    expect(second?.status).toBe(204)
    const [third] = await deliver('evt_3')
    expect(third?.status).toBe(429)
    expect(attempts.map(({ id }) => id)).toEqual(['evt_1', 'evt_2'])
  })
})
