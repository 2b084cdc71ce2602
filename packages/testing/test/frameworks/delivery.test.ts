import { memoryStore, type Webhook } from '@postern/core'
import { z } from 'zod'
import { cleanUp } from '../../src/clean-up.js'
import { countRuns } from '../../src/count-runs.js'
import { countingStore } from '../../src/counting-store.js'
import { frameworks, serve } from '../../src/frameworks.js'
import { observe } from '../../src/observe.js'
import { post, scheme, secret, sign } from '../../src/sender.js'
import { recordWarnings } from '../../src/warnings.js'

afterEach(cleanUp)

const bodies = [
  { name: 'JSON', body: '{"type":"invoice.paid","n":1.50}', payload: { type: 'invoice.paid', n: 1.5 } },
  { name: 'JSON with a byte order mark', body: '\uFEFF{"n":1}', payload: { n: 1 } },
  { name: 'an empty JSON object', body: '{}', payload: {} },
  { name: 'JSON that is a bare value', body: '"ping"', payload: 'ping' },
  {
    name: 'a form',
    body: 'a=1&b=%C3%A9',
    contentType: 'application/x-www-form-urlencoded',
    payload: { a: '1', b: 'é' },
  },
  { name: 'text', body: 'grüße', contentType: 'text/plain', payload: 'grüße' },
]

describe.each(frameworks)('on $name', (framework) => {
  test.each(bodies)(
    'a genuine delivery of $name reaches the route',
    async ({ body, contentType, payload }) => {
      let seen: { webhook: Webhook; body: unknown } | undefined
      const url = await serve(framework, {
        options: { scheme },
        route(webhook, answer, body) {
          seen = { webhook, body }
          answer.status(204)
        },
      })
      const sentAt = Math.floor(Date.now() / 1000) * 1000
      const answer = await post(url, sign({ id: 'evt_7', body, sentAt, ...(contentType && { contentType }) }))
      expect(answer.status).toBe(204)
      expect(seen?.webhook).toMatchObject({
        id: 'evt_7',
        source: 'standard-webhooks',
        sentAt,
        payload,
        keyId: '0',
        attempt: 1,
        fence: 1,
        verified: true,
        leased: true,
      })
      expect(seen?.webhook.type).toBe((payload as { type?: string }).type)
      expect(seen?.webhook.rawBody).toEqual(Buffer.from(body))
      expect(seen?.body).toEqual(payload)
    },
  )

  test.each([
    { name: 'that is not UTF-8', bytes: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) },
    { name: 'with every byte there is', bytes: Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)) },
    { name: 'of a megabyte', bytes: Buffer.alloc(1024 * 1024, 'postern') },
    { name: 'of nothing', bytes: Buffer.alloc(0) },
  ])("a body $name arrives byte for byte with parse 'raw'", async ({ bytes }) => {
    let seen: { webhook: Webhook; body: unknown } | undefined
    const url = await serve(framework, {
      options: { scheme, parse: 'raw' },
      route(webhook, answer, body) {
        seen = { webhook, body }
        answer.status(204)
      },
    })
    const answer = await post(url, sign({ body: bytes, contentType: 'application/octet-stream' }))
    expect(answer.status).toBe(204)
    expect(bytes.equals(seen?.webhook.rawBody as Buffer)).toBe(true)
    expect(bytes.equals(seen?.body as Buffer)).toBe(true)
  })

  test.each([
    { name: 'without a media type', headers: {} },
    { name: 'of a vendor media type', headers: { 'content-type': 'application/vnd.acme+json; v=1' } },
  ])("a delivery $name reaches the route with parse 'json'", async ({ headers }) => {
    let seen: unknown
    const url = await serve(framework, {
      options: { scheme, parse: 'json' },
      route(_webhook, answer, body) {
        seen = body
        answer.status(204)
      },
    })
    const { headers: signature, body } = sign()
    delete signature['content-type']
    const answer = await post(url, { headers: { ...signature, ...headers }, body })
    expect(answer.status).toBe(204)
    expect(seen).toEqual({ type: 'invoice.paid' })
  })

  test('what a schema makes of the payload is what the route gets', async () => {
    let seen: unknown
    const url = await serve(framework, {
      options: { scheme, schema: z.object({ amount: z.string().transform(Number) }) },
      route(webhook, answer, body) {
        seen = { payload: webhook.payload, body }
        answer.status(204)
      },
    })
    await post(url, sign({ body: { amount: '150', more: true } }))
    expect(seen).toEqual({ payload: { amount: 150 }, body: { amount: 150 } })
  })

  test('a handleWebhook handler gets the delivery, and its result is not the answer', async () => {
    let seen: Webhook | undefined
    const url = await serve(framework, {
      options: { scheme },
      handler(webhook) {
        seen = webhook
        return { secret: 'of the application' }
      },
    })
    const answer = await post(url, sign({ id: 'evt_8' }))
    expect(answer).toMatchObject({ status: 204, text: '' })
    expect(seen).toMatchObject({ id: 'evt_8', type: 'invoice.paid', payload: { type: 'invoice.paid' } })
  })

  test('a repeated delivery is answered 200, empty, and marked, and does not run again', async () => {
    const settlements = observe('postern:settlement')
    let runs = 0
    const url = await serve(framework, {
      options: { scheme },
      route(_webhook, answer) {
        runs += 1
        answer.status(204)
      },
    })
    await post(url, sign())
    await settlements.first(1)
    const repeated = await post(url, sign())
    expect(repeated).toMatchObject({ status: 200, text: '' })
    expect(repeated.headers.get('webhook-duplicate')).toBe('1')
    expect(runs).toBe(1)
  })

  test('a forged delivery reaches the route, marked and without a store call, where enforce is off', async () => {
    const warnings = recordWarnings()
    const receptions = observe('postern:reception')
    const store = countingStore(memoryStore())
    const seen: Webhook[] = []
    const url = await serve(framework, {
      options: { scheme, store, enforce: false },
      route(webhook, answer) {
        seen.push(webhook)
        answer.status(204)
      },
    })
    expect(warnings).toMatchObject([{ code: 'POSTERN_REPORT_ONLY' }])
    const forged = { ...sign(), body: Buffer.from('{"type":"invoice.refunded"}') }
    const answers = [await post(url, forged), await post(url, forged)]
    expect(answers.map(({ status }) => status)).toEqual([204, 204])
    expect(seen).toHaveLength(2)
    for (const webhook of seen) {
      expect(webhook).toMatchObject({ verified: false, leased: false, keyId: undefined })
      expect(webhook.payload).toEqual({ type: 'invoice.refunded' })
    }
    expect(store.calls).toMatchObject({ accept: 0, complete: 0, release: 0 })
    expect(receptions.events[0]).toMatchObject({ outcome: 'admitted', reason: 'signature_mismatch' })

    expect((await post(url, sign({ id: 'evt_2' }))).status).toBe(204)
    expect(seen[2]).toMatchObject({ verified: true, leased: true })
    expect(store.calls.accept).toBe(1)
  })

  test('a malformed body is refused also where enforce is off', async () => {
    recordWarnings()
    const counted = countRuns()
    const url = await serve(framework, {
      options: { scheme, enforce: false },
      route: counted.route,
    })
    const answer = await post(url, {
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{'),
    })
    expect(answer.status).toBe(400)
    expect(counted.runs).toBe(0)
  })
})

describe.each(frameworks)('without options, on $name', (framework) => {
  const before = process.env['WEBHOOK_SECRET']
  afterEach(() => {
    if (before === undefined) delete process.env['WEBHOOK_SECRET']
    else process.env['WEBHOOK_SECRET'] = before
  })

  test('the secrets come from WEBHOOK_SECRET', async () => {
    process.env['WEBHOOK_SECRET'] = `whsec_${Buffer.alloc(24, 'new').toString('base64')}, ${secret}`
    const warnings = recordWarnings()
    let keyId: string | undefined
    const url = await serve(framework, {
      route(webhook, answer) {
        keyId = webhook.keyId
        answer.status(204)
      },
    })
    expect((await post(url, sign())).status).toBe(204)
    expect(keyId).toBe('1')
    expect((await post(url, { ...sign(), body: Buffer.from('{}') })).status).toBe(401)
    expect(warnings).toMatchObject([{ code: 'POSTERN_REFUSED' }])
  })

  test.each(['', '  ', undefined])('nothing is served when WEBHOOK_SECRET is %j', async (value) => {
    if (value === undefined) delete process.env['WEBHOOK_SECRET']
    else process.env['WEBHOOK_SECRET'] = value
    const serving = Promise.resolve().then(() => serve(framework, {}))
    await expect(serving).rejects.toThrow(/WEBHOOK_SECRET, which is not set/)
  })
})
