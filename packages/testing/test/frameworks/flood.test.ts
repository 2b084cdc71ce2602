import { memoryStore, type VerifyWebhookOptions } from '@postern/core'
import { cleanUp } from '../../src/clean-up.js'
import { countRuns } from '../../src/count-runs.js'
import { Connection } from '../../src/connection.js'
import { countingStore, type StoreCalls } from '../../src/counting-store.js'
import type { Framework } from '../../src/framework.js'
import { frameworks, serve } from '../../src/frameworks.js'
import { observe } from '../../src/observe.js'
import { postAll, scheme, sign, type SignedRequest } from '../../src/sender.js'

afterEach(cleanUp)

const json = { 'content-type': 'application/json' }
const stale = () => sign({ sentAt: Date.now() - 600_000 }).headers

const untouched: StoreCalls = { accept: 0, extend: 0, complete: 0, release: 0, forget: 0 }

async function countingEndpoint(framework: Framework, options: VerifyWebhookOptions = {}) {
  const store = countingStore(memoryStore())
  const counted = countRuns()
  const url = await serve(framework, {
    options: { scheme, store, onRejected: () => undefined, ...options },
    route: counted.route,
  })
  return { url, calls: store.calls, counted }
}

describe.each(frameworks)('on $name', (framework) => {
  test('a flood of unsigned and forged deliveries runs nothing and asks the store nothing', async () => {
    const receptions = observe('postern:reception')
    const { url, calls, counted } = await countingEndpoint(framework, {
      rateLimit: { limit: 1, windowMs: 3_600_000 },
    })
    const signed = sign()
    const flood = Array.from({ length: 300 }, (_, index): SignedRequest => {
      const body = Buffer.from(`{"n":${index}}`)
      return { headers: index % 2 === 0 ? json : signed.headers, body }
    })
    const answers = await postAll(url, flood)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]))
    expect(calls).toEqual(untouched)
    expect(counted.runs).toBe(0)
    expect(receptions.events).toHaveLength(300)

    // It spent no quota and planted no id either.
    const [genuine] = await postAll(url, [signed])
    expect(genuine?.status).toBe(204)
    expect(counted.runs).toBe(1)
  })

  test.each([
    { name: 'no signature', headers: () => json },
    { name: 'a stale timestamp', headers: stale },
    {
      name: 'no timestamp',
      headers: () => ({ ...json, 'webhook-signature': 'v1,AAAA', 'webhook-id': 'evt_1' }),
    },
  ])('a delivery with $name is answered before a byte of its body is sent', async ({ headers }) => {
    const { url, calls, counted } = await countingEndpoint(framework)
    for (const length of [1_000_000, 'chunked'] as const) {
      const connection = await Connection.open(url)
      connection.writeHead(headers(), length)
      expect(await connection.receive(/ERR_WEBHOOK_SIGNATURE/)).toMatch(/^HTTP\/1\.1 401 /)
    }
    expect(calls).toEqual(untouched)
    expect(counted.runs).toBe(0)
  })
})
