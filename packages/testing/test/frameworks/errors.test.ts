import {
  type DeliveryStore,
  isWebhookError,
  memoryStore,
  type VerifyWebhookOptions,
  type WebhookError,
} from '@postern/core'
import { cleanUp } from '../../src/clean-up.js'
import { countRuns } from '../../src/count-runs.js'
import { frameworks, serve } from '../../src/frameworks.js'
import { observe } from '../../src/observe.js'
import { post, scheme, secret, sign } from '../../src/sender.js'
import { recordWarnings } from '../../src/warnings.js'

beforeEach(recordWarnings)
afterEach(cleanUp)

const busyStore: DeliveryStore = {
  ...memoryStore(),
  accept: () => Promise.resolve({ kind: 'in-flight', retryAfterMs: 4000, bodyMatches: true }),
}

const downStore: DeliveryStore = {
  ...memoryStore(),
  accept: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:6379')),
}

const forged = () => ({ ...sign(), body: Buffer.from('{}') })

const refusals = [
  { name: 'a forged delivery', request: forged, status: 401, code: 'ERR_WEBHOOK_SIGNATURE' },
  {
    name: 'a delivery in flight',
    options: { store: busyStore },
    status: 503,
    code: 'ERR_WEBHOOK_IN_FLIGHT',
    headers: { 'retry-after': '4' },
  },
  {
    name: 'a store out of reach',
    options: { store: downStore },
    status: 503,
    code: 'ERR_WEBHOOK_STORE_UNAVAILABLE',
  },
  {
    name: 'a body that was read before',
    bodyParser: 'keeps nothing' as const,
    status: 500,
    code: 'ERR_WEBHOOK_BODY_CONSUMED',
  },
]

const throwNothing = (): never => {
  throw undefined as unknown as Error
}

const functions: { name: string; options: VerifyWebhookOptions }[] = [
  { name: 'source', options: { source: throwNothing } },
  { name: 'eventId', options: { eventId: throwNothing } },
  { name: 'rateLimit.key', options: { rateLimit: { limit: 1, windowMs: 1000, key: throwNothing } } },
]

describe.each(frameworks)('on $name', (framework) => {
  test.each(refusals)(
    "$name goes to the framework's error handling with onError 'throw'",
    async ({ options, request = () => sign(), bodyParser, status, code, headers = {} }) => {
      const errors: unknown[] = []
      const counted = countRuns()
      const url = await serve(framework, {
        options: { scheme, onError: 'throw', ...options },
        route: counted.route,
        onError: (error) => errors.push(error),
        bodyParser,
      })
      expect((await post(url, request())).status).toBe(418)
      expect(errors).toHaveLength(1)
      expect(isWebhookError(errors[0])).toBe(true)
      expect(errors[0]).toMatchObject({ status, code, headers })
      expect(counted.runs).toBe(0)
    },
  )

  test.each(refusals)(
    "$name is answered by the framework's own error handling without a leak",
    async ({ options, request = () => sign(), bodyParser, status, headers = {} }) => {
      const counted = countRuns()
      const url = await serve(framework, {
        options: { scheme, onError: 'throw', ...options },
        route: counted.route,
        bodyParser,
      })
      const answer = await post(url, request())
      expect(answer.status).toBe(status)
      expect(Object.fromEntries(answer.headers)).toMatchObject(headers)
      const whole = JSON.stringify([...answer.headers]) + answer.text
      expect(whole).not.toContain(secret.slice('whsec_'.length))
      expect(whole).not.toContain(sign().headers['webhook-signature']?.slice(3))
      expect(whole).not.toMatch(/signature_|ECONNREFUSED|Mount the webhook|express\.json/)
      expect(counted.runs).toBe(0)
    },
  )

  test('an error that the route throws reaches the error handling as it is', async () => {
    const settlements = observe('postern:settlement')
    const error = new Error('out of stock')
    const errors: unknown[] = []
    const url = await serve(framework, {
      options: { scheme },
      route: () => Promise.reject(error),
      onError: (error) => errors.push(error),
    })
    expect((await post(url, sign())).status).toBe(418)
    expect(errors).toEqual([error])
    expect(errors[0]).toBe(error)
    expect(await settlements.first(1)).toMatchObject([{ outcome: 'released' }])
  })

  test('an error that a handleWebhook handler throws reaches the error handling as it is', async () => {
    const error = new Error('out of stock')
    const errors: unknown[] = []
    const url = await serve(framework, {
      options: { scheme },
      handler: () => Promise.reject(error),
      onError: (error) => errors.push(error),
    })
    expect((await post(url, sign())).status).toBe(418)
    expect(errors[0]).toBe(error)
  })

  test.each(functions)(
    'a $name function that throws nothing at all lets nothing through',
    async ({ options }) => {
      const receptions = observe('postern:reception')
      const counted = countRuns()
      const url = await serve(framework, { options: { scheme, ...options }, route: counted.route })
      expect((await post(url, sign())).status).toBe(500)
      expect(counted.runs).toBe(0)
      expect(receptions.events).toMatchObject([{ outcome: 'failed' }])
    },
  )

  test('an onRejected that throws changes nothing for the sender', async () => {
    const warnings = recordWarnings()
    const refused: WebhookError[] = []
    const url = await serve(framework, {
      options: {
        scheme,
        onRejected(error) {
          refused.push(error)
          throw new Error('the log is full')
        },
      },
    })
    expect((await post(url, forged())).status).toBe(401)
    expect(refused).toHaveLength(1)
    expect(warnings).toMatchObject([
      { code: 'POSTERN_ON_REJECTED', message: expect.stringContaining('the log is full') },
    ])
  })

  test('the first refusal of each kind is a warning that says what to look at, and nothing secret', async () => {
    const warnings = recordWarnings()
    const url = await serve(framework, { options: { scheme } })
    for (let attempt = 0; attempt < 3; attempt += 1) await post(url, forged())
    await post(url, { headers: {}, body: Buffer.from('{}') })
    expect(warnings).toMatchObject([
      { code: 'POSTERN_REFUSED', message: expect.stringContaining('signature_mismatch') },
      { code: 'POSTERN_REFUSED', message: expect.stringContaining('signature_missing') },
    ])
    expect(JSON.stringify(warnings)).not.toContain(secret.slice('whsec_'.length))
  })
})
