import { STATUS_CODES } from 'node:http'
import { type DeliveryStore, memoryStore, standardWebhooks, type VerifyWebhookOptions } from '@postern/core'
import { z } from 'zod'
import { cleanUp } from '../../src/clean-up.js'
import { type CountedRuns, countRuns } from '../../src/count-runs.js'
import { Connection } from '../../src/connection.js'
import type { App } from '../../src/framework.js'
import { frameworks, serve } from '../../src/frameworks.js'
import { observe } from '../../src/observe.js'
import { post, scheme, secret, sign, type SignedRequest } from '../../src/sender.js'
import { recordWarnings } from '../../src/warnings.js'

beforeEach(recordWarnings)
afterEach(cleanUp)

const genuine = () => sign({ id: 'evt_1' })
const withHeaders = (headers: Record<string, string>): SignedRequest => ({
  ...genuine(),
  headers: { ...genuine().headers, ...headers },
})
const without = (name: string): SignedRequest => {
  const { headers, body } = genuine()
  return { headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)), body }
}
const minutes = 60_000
const otherSecret = `whsec_${Buffer.alloc(24, 'another').toString('base64')}`

const unverified = [
  {
    name: 'without any header of the scheme',
    request: () => ({ ...genuine(), headers: {} }),
    reason: 'signature_missing',
  },
  { name: 'without an id', request: () => without('webhook-id'), reason: 'id_missing' },
  { name: 'without a timestamp', request: () => without('webhook-timestamp'), reason: 'timestamp_missing' },
  {
    name: 'six minutes old',
    request: () => sign({ sentAt: Date.now() - 6 * minutes }),
    reason: 'timestamp_too_old',
  },
  {
    name: 'six minutes ahead',
    request: () => sign({ sentAt: Date.now() + 6 * minutes }),
    reason: 'timestamp_in_future',
  },
  {
    name: 'with a timestamp that is no number',
    request: () => withHeaders({ 'webhook-timestamp': '1e9' }),
    reason: 'timestamp_malformed',
  },
  {
    name: 'with a signature of another version',
    request: () => withHeaders({ 'webhook-signature': 'v2,AAAA' }),
    reason: 'signature_unsupported',
  },
  {
    name: 'with a signature that is not base64',
    request: () => withHeaders({ 'webhook-signature': 'v1,!' }),
    reason: 'signature_malformed',
  },
  {
    name: 'with another body',
    request: () => ({ ...genuine(), body: Buffer.from('{}') }),
    reason: 'signature_mismatch',
  },
  {
    name: 'with another id',
    request: () => withHeaders({ 'webhook-id': 'evt_2' }),
    reason: 'signature_mismatch',
  },
  { name: 'signed with another secret', request: () => signedBy(otherSecret), reason: 'signature_mismatch' },
]

function signedBy(secrets: string): SignedRequest {
  const { headers, body } = genuine()
  return { headers: { ...headers, ...standardWebhooks({ secrets }).sign({ id: 'evt_1', body }) }, body }
}

const downStore: DeliveryStore = {
  ...memoryStore(),
  accept: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:6379')),
}

/** What a store would say that has the delivery under way. */
const busyStore: DeliveryStore = {
  ...memoryStore(),
  accept: () => Promise.resolve({ kind: 'in-flight', retryAfterMs: 12_400, bodyMatches: true }),
}

const fullStore: DeliveryStore = {
  ...memoryStore(),
  accept: () => Promise.resolve({ kind: 'rate-limited', retryAfterMs: 30_001 }),
}

const failing = () => Promise.reject(new Error('vault: permission denied'))

interface Refusal {
  name: string
  options?: VerifyWebhookOptions
  app?: Partial<App>
  request?: () => SignedRequest
  status: number
  code: string
  detail: string
  retryAfter?: RegExp
}

const refusals: Refusal[] = [
  {
    name: 'a body larger than bodyLimit',
    options: { bodyLimit: 16 },
    status: 413,
    code: 'BODY_TOO_LARGE',
    detail: 'The body is too large.',
  },
  {
    name: 'a media type that is not decoded',
    request: () => sign({ contentType: 'application/xml' }),
    status: 415,
    code: 'MEDIA_TYPE',
    detail: 'The media type is not supported.',
  },
  {
    name: 'a compressed body',
    request: () => withHeaders({ 'content-encoding': 'gzip' }),
    status: 415,
    code: 'MEDIA_TYPE',
    detail: 'The media type is not supported.',
  },
  {
    name: 'JSON that is cut off',
    request: () => sign({ body: '{"type":' }),
    status: 400,
    code: 'PAYLOAD_MALFORMED',
    detail: 'The payload could not be read.',
  },
  {
    name: 'text that is not UTF-8',
    request: () => sign({ body: Buffer.from([0x22, 0xff, 0x22]) }),
    status: 400,
    code: 'PAYLOAD_MALFORMED',
    detail: 'The payload could not be read.',
  },
  {
    name: 'a payload that the schema refuses',
    options: { schema: z.object({ amount: z.number() }) },
    status: 422,
    code: 'PAYLOAD_INVALID',
    detail: 'The payload is not valid.',
  },
  {
    name: 'a delivery without an event id',
    options: { eventId: '$.id' },
    status: 400,
    code: 'EVENT_ID_MISSING',
    detail: 'The delivery carries no event id.',
  },
  {
    name: 'a delivery that is being processed',
    options: { store: busyStore },
    status: 503,
    code: 'IN_FLIGHT',
    detail: 'The delivery is being processed.',
    retryAfter: /^13$/,
  },
  {
    name: 'a delivery beyond the rate limit',
    options: { store: fullStore, rateLimit: { limit: 1, windowMs: 60_000 } },
    status: 429,
    code: 'RATE_LIMITED',
    detail: 'Too many deliveries.',
    retryAfter: /^31$/,
  },
  {
    name: 'a delivery while the store is out of reach',
    options: { store: downStore },
    status: 503,
    code: 'STORE_UNAVAILABLE',
    detail: 'The delivery cannot be taken now.',
    retryAfter: /^[1-5]$/,
  },
  {
    name: 'a delivery while the secrets are out of reach',
    options: { scheme: standardWebhooks({ secrets: failing }) },
    status: 503,
    code: 'SECRETS_UNAVAILABLE',
    detail: 'The delivery cannot be taken now.',
    retryAfter: /^[1-5]$/,
  },
  {
    name: 'a request whose body was read before',
    app: { bodyParser: 'keeps nothing' },
    status: 500,
    code: 'BODY_CONSUMED',
    detail: 'The receiver is not set up to take this request.',
  },
]

/** Looks through a whole answer for what only operators may learn. */
function expectNoLeak(answer: string): void {
  const { headers } = genuine()
  for (const secretText of [secret, secret.slice('whsec_'.length), headers['webhook-signature']?.slice(3)]) {
    expect(answer).not.toContain(secretText)
  }
  expect(answer).not.toMatch(/signature_|timestamp_|header_|id_m|ECONNREFUSED|vault|express\.json|amount/)
}

/** An app whose route must not run. */
function untouched(options: VerifyWebhookOptions = {}): { app: App; counted: CountedRuns; codes: string[] } {
  const counted = countRuns()
  const codes: string[] = []
  const app: App = {
    options: { scheme, onRejected: ({ code }) => codes.push(code), ...options },
    route: counted.route,
  }
  return { app, counted, codes }
}

describe.each(frameworks)('on $name', (framework) => {
  test.each(unverified)('a delivery $name is refused with the one 401', async ({ request, reason }) => {
    const receptions = observe('postern:reception')
    const { app, counted } = untouched()
    const url = await serve(framework, app)
    const answer = await post(url, request())
    expect(answer.status).toBe(401)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.text).toBe(
      '{"title":"Unauthorized","status":401,"detail":"The webhook could not be verified.","code":"ERR_WEBHOOK_SIGNATURE"}',
    )
    expectNoLeak(JSON.stringify([...answer.headers]) + answer.text)
    expect(counted.runs).toBe(0)
    expect(receptions.events).toMatchObject([{ outcome: 'refused', status: 401, reason }])
  })

  test('a signature header that came twice is refused, though one of the two is right', async () => {
    const receptions = observe('postern:reception')
    const { app, counted } = untouched()
    const connection = await Connection.open(await serve(framework, app))
    connection.writeHead({ ...genuine().headers, 'Webhook-Signature': 'v1,AAAA' }, 2)
    expect(await connection.receive(/ERR_WEBHOOK_SIGNATURE/)).toMatch(/^HTTP\/1\.1 401 /)
    expect(receptions.events).toMatchObject([{ outcome: 'refused', reason: 'header_repeated' }])
    expect(counted.runs).toBe(0)
  })

  test.each(refusals)(
    '$name is answered $status',
    async ({ options, app: more, request = genuine, status, code, detail, retryAfter }) => {
      const { app, counted, codes } = untouched(options)
      const url = await serve(framework, { ...app, ...more })
      const answer = await post(url, request())
      expect(answer.status).toBe(status)
      expect(JSON.parse(answer.text)).toEqual({
        title: STATUS_CODES[status],
        status,
        detail,
        code: `ERR_WEBHOOK_${code}`,
      })
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      if (retryAfter === undefined) expect(answer.headers.has('retry-after')).toBe(false)
      else expect(answer.headers.get('retry-after')).toMatch(retryAfter)
      expectNoLeak(JSON.stringify([...answer.headers]) + answer.text)
      expect(counted.runs).toBe(0)
      expect(codes).toEqual([`ERR_WEBHOOK_${code}`])
    },
  )

  test.each(['GET', 'PUT', 'DELETE'])('%s is answered 405 with what is allowed', async (method) => {
    const { app, counted } = untouched()
    const url = await serve(framework, app)
    const answer = await fetch(url, { method, headers: genuine().headers })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('POST')
    expect(await answer.json()).toEqual({
      title: 'Method Not Allowed',
      status: 405,
      detail: 'The method is not allowed here.',
      code: 'ERR_WEBHOOK_METHOD',
    })
    expect(counted.runs).toBe(0)
  })

  test('a length beyond bodyLimit is answered 413 before a byte of the body is sent', async () => {
    const { app, counted } = untouched()
    const connection = await Connection.open(await serve(framework, app))
    connection.writeHead(genuine().headers, 1024 * 1024 + 1)
    expect(await connection.receive(/ERR_WEBHOOK_BODY_TOO_LARGE/)).toMatch(/^HTTP\/1\.1 413 /)
    expect(counted.runs).toBe(0)
  })

  test('a body in chunks beyond bodyLimit is answered 413 before its end', async () => {
    const { app, counted } = untouched({ bodyLimit: 1000 })
    const connection = await Connection.open(await serve(framework, app))
    connection.writeHead(genuine().headers, 'chunked')
    const chunk = `190\r\n${'x'.repeat(400)}\r\n`
    connection.write(chunk + chunk + chunk)
    expect(await connection.receive(/ERR_WEBHOOK_BODY_TOO_LARGE/)).toMatch(/^HTTP\/1\.1 413 /)
    expect(counted.runs).toBe(0)
  })

  test('a body that does not arrive in time is answered 408, and the connection ends', async () => {
    const { app, counted } = untouched({ bodyTimeoutMs: 40 })
    const connection = await Connection.open(await serve(framework, app))
    connection.writeHead(genuine().headers, 100)
    connection.write('{"type":')
    const answer = await connection.receive(/ERR_WEBHOOK_BODY_TIMEOUT/)
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answer).toMatch(/\r\nconnection: close\r\n/i)
    expect(counted.runs).toBe(0)
  })

  test('a body that breaks off is refused, and its half does not run', async () => {
    const receptions = observe('postern:reception')
    const { app, counted, codes } = untouched()
    const connection = await Connection.open(await serve(framework, app))
    connection.writeHead(genuine().headers, 100)
    connection.write('{"type":')
    connection.destroy()
    const [reception] = await receptions.first(1)
    expect(reception).toMatchObject({ outcome: 'refused', code: 'ERR_WEBHOOK_BODY_ABORTED', status: 400 })
    expect(codes).toEqual(['ERR_WEBHOOK_BODY_ABORTED'])
    expect(counted.runs).toBe(0)
  })

  test('handleWebhook refuses with the same answer, and does not run its handler', async () => {
    const counted = countRuns()
    const behindHandle = await serve(framework, { options: { scheme }, handler: counted.handler })
    const behindVerify = await serve(framework, { options: { scheme } })
    const forged = { ...genuine(), body: Buffer.from('{}') }
    const { text } = await post(behindVerify, forged)
    expect(await post(behindHandle, forged)).toMatchObject({ status: 401, text })
    expect(counted.runs).toBe(0)
  })

  test('a delivery whose first attempt is running is answered 503 until that ends', async () => {
    const settlements = observe('postern:settlement')
    let runs = 0
    let finish: (() => void) | undefined
    const url = await serve(framework, {
      options: { scheme, leaseMs: 20_000 },
      async route(_webhook, answer) {
        runs += 1
        await new Promise<void>((resolve) => (finish = resolve))
        answer.status(204)
      },
    })
    const receptions = observe('postern:reception')
    const first = post(url, genuine())
    await receptions.first(1)
    const second = await post(url, genuine())
    expect(second.status).toBe(503)
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(15)
    finish?.()
    expect((await first).status).toBe(204)
    await settlements.first(1)
    expect((await post(url, genuine())).headers.get('webhook-duplicate')).toBe('1')
    expect(runs).toBe(1)
  })
})
