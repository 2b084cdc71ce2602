import { cleanUp } from '../../src/clean-up.js'
import { frameworks, serve } from '../../src/frameworks.js'
import { manualClock } from '../../src/manual-clock.js'
import { post, type Reply, scheme, sign, type SignedRequest } from '../../src/sender.js'
import { recordWarnings, type Warning } from '../../src/warnings.js'

let warnings: Warning[]

beforeEach(() => {
  warnings = recordWarnings()
})
afterEach(cleanUp)

const from = (address: string, { headers, body }: SignedRequest): SignedRequest => ({
  headers: { ...headers, 'x-forwarded-for': address },
  body,
})
const forged = (): SignedRequest => ({ ...sign(), body: Buffer.from('{}') })

async function statuses(url: string, requests: SignedRequest[]): Promise<number[]> {
  const answers: Reply[] = []
  for (const request of requests) answers.push(await post(url, request))
  return answers.map(({ status }) => status)
}

describe.each(frameworks)('on $name', (framework) => {
  test("guard counts failures by the client's address when the framework trusts the proxy", async () => {
    const clock = manualClock()
    const url = await serve(framework, {
      options: { scheme, clock, guard: { limit: 2, windowMs: 60_000 }, onRejected: () => undefined },
      trustProxy: true,
    })
    const genuine = (id: string) => sign({ id, sentAt: clock.now() })
    const stranger = '203.0.113.9'
    expect(await statuses(url, [from(stranger, forged()), from(stranger, forged())])).toEqual([401, 401])
    const limited = await post(url, from(stranger, genuine('evt_1')))
    expect(limited.status).toBe(429)
    expect(limited.headers.get('retry-after')).toBe('30')
    expect(JSON.parse(limited.text)).toMatchObject({ code: 'ERR_WEBHOOK_GUARDED' })

    const sender = '198.51.100.7'
    const deliveries = ['evt_2', 'evt_3', 'evt_4'].map((id) => from(sender, genuine(id)))
    expect(await statuses(url, deliveries)).toEqual([204, 204, 204])
    expect(await statuses(url, [from(sender, forged())])).toEqual([401])

    clock.advance(30_000)
    expect(await statuses(url, [from(stranger, genuine('evt_1'))])).toEqual([204])
    expect(warnings).toEqual([])
  })

  test("guard counts all requests by the client's address with count 'all'", async () => {
    const clock = manualClock()
    const url = await serve(framework, {
      options: {
        scheme,
        clock,
        guard: { limit: 2, windowMs: 60_000, count: 'all' },
        onRejected: () => undefined,
      },
      trustProxy: true,
    })
    const deliveries = ['evt_1', 'evt_2', 'evt_3'].map((id) =>
      from('203.0.113.9', sign({ id, sentAt: clock.now() })),
    )
    expect(await statuses(url, deliveries)).toEqual([204, 204, 429])
    const other = from('198.51.100.7', sign({ id: 'evt_4', sentAt: clock.now() }))
    expect(await statuses(url, [other])).toEqual([204])
  })

  test('a forwarded address counts for nothing unless the framework trusts the proxy, and a warning says so once', async () => {
    const url = await serve(framework, {
      options: { scheme, guard: { limit: 2, windowMs: 60_000 }, onRejected: () => undefined },
    })
    const requests = ['203.0.113.1', '203.0.113.2', '203.0.113.3'].map((address) => from(address, forged()))
    expect(await statuses(url, requests)).toEqual([401, 401, 429])
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatchObject({
      code: 'POSTERN_GUARD',
      message: expect.stringMatching(/trust proxy.*app\.proxy = true.*trustProxy/),
    })
  })

  test('a guard that nothing is forwarded to does not warn', async () => {
    const url = await serve(framework, { options: { scheme, guard: { limit: 2, windowMs: 60_000 } } })
    expect(await statuses(url, [sign()])).toEqual([204])
    expect(warnings).toEqual([])
  })

  test('a handleWebhook route is guarded too', async () => {
    const url = await serve(framework, {
      options: { scheme, guard: { limit: 1, windowMs: 60_000 }, onRejected: () => undefined },
      handler: () => undefined,
      trustProxy: true,
    })
    const requests = ['203.0.113.1', '203.0.113.1', '203.0.113.2'].map((address) => from(address, forged()))
    expect(await statuses(url, requests)).toEqual([401, 429, 401])
  })
})
