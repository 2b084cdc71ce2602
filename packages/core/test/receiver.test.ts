import {
  type AdmittedReception,
  createReceiver,
  defineScheme,
  type DeliveryStore,
  type IncomingRequest,
  isWebhookError,
  memoryStore,
  type ReceiverOptions,
  type ReceptionEvent,
  SignatureError,
  standardWebhooks,
  timestampedHmac,
} from '@postern/core'
import { manualClock } from '@postern/testing'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Readable } from 'node:stream'
import { inspect } from 'node:util'
import { now, outcomeOf } from './attempt.js'

const secret = 'a-secret-of-some-length'
const scheme = timestampedHmac({ secrets: secret })
const events: ReceptionEvent[] = []
const listen = (event: unknown) => events.push(event as ReceptionEvent)

afterEach(() => {
  unsubscribe('postern:reception', listen)
  events.length = 0
})

function signedRequest(body: unknown = { id: 'evt_1' }, sentAt = now): IncomingRequest {
  const rawBody = typeof body === 'string' ? body : JSON.stringify(body)
  return { method: 'POST', url: '/', headers: scheme.sign({ body: rawBody, sentAt }), rawBody }
}

function forgedRequest(): IncomingRequest {
  return { ...signedRequest(), rawBody: '{"id":"evt_2"}' }
}

function makeReceiver(options: ReceiverOptions = {}) {
  return createReceiver({
    scheme,
    eventId: '$.id',
    clock: manualClock(now),
    onRejected: () => undefined,
    ...options,
  })
}

/** A store that counts how often it is asked. */
function countingStore(): DeliveryStore & { calls: number } {
  const store = memoryStore({ clock: manualClock(now) })
  const counting = { calls: 0 } as DeliveryStore & { calls: number }
  for (const name of ['accept', 'extend', 'complete', 'release', 'forget'] as const) {
    const method = store[name].bind(store) as (...parameters: unknown[]) => unknown
    Object.assign(counting, {
      [name]: (...parameters: unknown[]) => {
        counting.calls += 1
        return method(...parameters)
      },
    })
  }
  return counting
}

function silenceWarnings() {
  return jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
}

test('gives the delivery with all that is known of it', async () => {
  const body = '{"id":"evt_1","amount":4200}'
  const reception = (await makeReceiver().receive(signedRequest(body))) as AdmittedReception
  expect(reception).toMatchObject({ kind: 'admitted', takeover: false, bodyMatches: true, doubt: undefined })
  expect(reception.webhook).toMatchObject({
    id: 'evt_1',
    type: undefined,
    source: 'timestamped-hmac',
    sentAt: now,
    receivedAt: now,
    payload: { id: 'evt_1', amount: 4200 },
    rawBody: Buffer.from(body),
    attempt: 1,
    fence: 1,
    keyId: '0',
    verified: true,
    leased: true,
  })
})

test('runs a delivery, and takes its repeat for a duplicate', async () => {
  const receiver = makeReceiver()
  const delivery = (await receiver.receive(signedRequest())) as AdmittedReception
  await expect(receiver.receive(signedRequest())).rejects.toMatchObject({
    code: 'ERR_WEBHOOK_IN_FLIGHT',
    status: 503,
    headers: { 'retry-after': '30' },
  })
  await delivery.complete()
  expect(await receiver.receive(signedRequest())).toEqual({
    kind: 'duplicate',
    source: 'timestamped-hmac',
    id: 'evt_1',
    keyId: '0',
    bodyMatches: true,
  })
})

test('runs the next attempt at once after a release', async () => {
  const receiver = makeReceiver()
  await ((await receiver.receive(signedRequest())) as AdmittedReception).release()
  expect(await receiver.receive(signedRequest())).toMatchObject({
    kind: 'admitted',
    webhook: { attempt: 2, fence: 2 },
  })
})

test('tells which of several secrets matched', async () => {
  const secrets = ['the-newest-secret', { secret, keyId: 'from-march' }]
  const receiver = makeReceiver({ scheme: timestampedHmac({ secrets }) })
  expect(await receiver.receive(signedRequest())).toMatchObject({ webhook: { keyId: 'from-march' } })
})

test.each([
  { name: 'unsigned', request: { ...signedRequest(), headers: {} } },
  { name: 'forged', request: forgedRequest() },
  { name: 'stale', request: signedRequest({ id: 'evt_1' }, now - 360_000) },
  { name: 'malformed', request: signedRequest('{"id":') },
  { name: 'without an id', request: signedRequest({ name: 'x' }) },
  { name: 'of another method', request: { ...signedRequest(), method: 'GET' } },
  { name: 'too large', request: signedRequest({ id: 'x'.repeat(2000) }) },
])('asks the store nothing for a request that is $name', async ({ request }) => {
  const store = countingStore()
  const receiver = makeReceiver({ store, bodyLimit: 1000, rateLimit: { limit: 1, windowMs: 1000 } })
  for (let count = 0; count < 100; count += 1) await expect(receiver.receive(request)).rejects.toThrow()
  expect(store.calls).toBe(0)
})

test('refuses an unsigned or stale request before a byte of its body is read', async () => {
  for (const request of [{ ...signedRequest(), headers: {} }, signedRequest({}, now - 360_000)]) {
    let reads = 0
    const stream = new Readable({
      read() {
        reads += 1
        this.push(null)
      },
    })
    const { rawBody: _, ...head } = request
    await expect(makeReceiver().receive({ ...head, stream })).rejects.toBeInstanceOf(SignatureError)
    expect(reads).toBe(0)
  }
})

test('leaves no claim behind when the payload is not valid, or the delivery is rate limited', async () => {
  const clock = manualClock(now)
  const store = memoryStore({ clock })
  const invalid = makeReceiver({ store, clock, schema: refuseAll })
  expect(await outcomeOf(invalid.receive(signedRequest()))).toBe('ERR_WEBHOOK_PAYLOAD_INVALID')
  const limited = makeReceiver({ store, clock, rateLimit: { limit: 1, windowMs: 60_000 } })
  expect(await outcomeOf(limited.receive(signedRequest({ id: 'first' })))).toBe('admitted')
  await expect(limited.receive(signedRequest())).rejects.toMatchObject({
    status: 429,
    headers: { 'retry-after': '60' },
  })
  expect(await makeReceiver({ store, clock }).receive(signedRequest())).toMatchObject({
    webhook: { attempt: 1, fence: 1 },
  })
})

const refuseAll = {
  '~standard': { version: 1, vendor: 'test', validate: () => ({ issues: [{ message: 'no' }] }) },
} as const

test('limits by the key that it is told, within the source', async () => {
  const receiver = makeReceiver({
    rateLimit: { limit: 1, windowMs: 60_000, key: ({ payload }) => (payload as { account: string }).account },
  })
  const outcomes = []
  for (const [id, account] of [
    ['1', 'a'],
    ['2', 'b'],
    ['3', 'a'],
  ]) {
    outcomes.push(await outcomeOf(receiver.receive(signedRequest({ id, account }))))
  }
  expect(outcomes).toEqual(['admitted', 'admitted', 'ERR_WEBHOOK_RATE_LIMITED'])
})

test('limits deliveries that carry no id to remember', async () => {
  const receiver = makeReceiver({ eventId: false, rateLimit: { limit: 2, windowMs: 60_000 } })
  const outcomes = []
  for (let count = 0; count < 3; count += 1) outcomes.push(await outcomeOf(receiver.receive(signedRequest())))
  expect(outcomes).toEqual(['admitted', 'admitted', 'ERR_WEBHOOK_RATE_LIMITED'])
})

describe('takes the event id from', () => {
  const eventIds: {
    name: string
    eventId: ReceiverOptions['eventId']
    id: unknown
    headers?: Record<string, string>
  }[] = [
    { name: 'a header', eventId: { header: 'X-Event-Id' }, id: 'evt_9', headers: { 'x-event-id': 'evt_9' } },
    { name: 'a path', eventId: '$.data.0.id', id: '7' },
    { name: 'a path in an object', eventId: { json: '$.id' }, id: 'evt_1' },
    { name: 'a function', eventId: ({ payload }) => `my-${(payload as { id: string }).id}`, id: 'my-evt_1' },
    { name: 'a hash', eventId: 'hash', id: expect.stringMatching(/^[\w-]{43}$/) },
  ]
  test.each(eventIds)('$name', async ({ eventId, id, headers }) => {
    const request = signedRequest({ id: 'evt_1', data: [{ id: 7 }] })
    const receiver = makeReceiver({ eventId: eventId! })
    const reception = receiver.receive({
      ...request,
      headers: { ...(request.headers as object), ...headers },
    })
    expect(await reception).toMatchObject({ webhook: { id } })
  })
})

test('takes the same signed bytes for the same delivery with a hash, and others for another', async () => {
  const receiver = makeReceiver({ eventId: 'hash' })
  await ((await receiver.receive(signedRequest())) as AdmittedReception).complete()
  expect(await outcomeOf(receiver.receive(signedRequest()))).toBe('duplicate')
  expect(await outcomeOf(receiver.receive(signedRequest({ id: 'evt_2' })))).toBe('admitted')
  expect(await outcomeOf(receiver.receive(signedRequest({ id: 'evt_1' }, now - 1000)))).toBe('admitted')
})

test('finds no id in what a payload inherits', async () => {
  Object.defineProperty(Object.prototype, 'inheritedId', { value: 'evt_1', configurable: true })
  try {
    const receiver = makeReceiver({ eventId: '$.inheritedId' })
    expect(await outcomeOf(receiver.receive(signedRequest()))).toBe('ERR_WEBHOOK_EVENT_ID_MISSING')
  } finally {
    delete (Object.prototype as { inheritedId?: string }).inheritedId
  }
})

describe('when the provider checks the endpoint', () => {
  const checking = defineScheme({
    name: 'checking',
    algorithm: 'hmac-sha256',
    secret: 'utf8',
    signature: { header: 'x-signature', format: 'raw', encoding: 'hex' },
    signs: '{body}',
    event: { id: '$.id' },
    handshake: {
      when: { 'json:$.type': 'check', 'json:$.challenge': true },
      answer: { text: '{json:$.challenge}' },
    },
  })({ secrets: secret })

  function check(options: ReceiverOptions, body: object, headers?: Record<string, string>) {
    const rawBody = JSON.stringify(body)
    const request = {
      method: 'POST',
      url: '/',
      headers: headers ?? checking.sign({ body: rawBody }),
      rawBody,
    }
    return makeReceiver({ ...options, scheme: checking }).receive(request)
  }

  test('gives the text to answer with, and asks the store nothing', async () => {
    const store = countingStore()
    const reception = await check({ store, schema: refuseAll }, { type: 'check', challenge: 'abc' })
    expect(reception).toEqual({
      kind: 'handshake',
      keyId: '0',
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
      body: 'abc',
    })
    expect(store.calls).toBe(0)
  })

  test('answers nothing that is not verified', async () => {
    const body = { type: 'check', challenge: 'abc' }
    expect(await outcomeOf(check({}, body, {}))).toBe('signature_missing')
    const warn = silenceWarnings()
    const reception = await check({ enforce: false }, body, {})
    warn.mockRestore()
    expect(reception).toMatchObject({ kind: 'admitted', webhook: { verified: false } })
  })

  test.each([{ type: 'check' }, { type: 'check', challenge: { a: 1 } }, { type: 'other', challenge: 'abc' }])(
    'takes %j for a delivery',
    async (body) => {
      expect(await check({ eventId: 'hash' }, body)).toMatchObject({ kind: 'admitted' })
    },
  )
})

test.each([{ id: '' }, { id: null }, { id: {} }, { id: 1.5 }, { id: true }, [], 'text', null])(
  'refuses the payload %j, which has no id',
  async (payload) => {
    expect(await outcomeOf(makeReceiver().receive(signedRequest(JSON.stringify(payload))))).toBe(
      'ERR_WEBHOOK_EVENT_ID_MISSING',
    )
  },
)

test('keeps the ids of tenants apart when the source is a function', async () => {
  const receiver = makeReceiver({ source: ({ url }) => `tenant ${url ?? ''}` })
  expect(await receiver.receive({ ...signedRequest(), url: '/a' })).toMatchObject({
    webhook: { source: 'tenant /a' },
  })
  expect(await outcomeOf(receiver.receive({ ...signedRequest(), url: '/b' }))).toBe('admitted')
  expect(await outcomeOf(receiver.receive({ ...signedRequest(), url: '/a' }))).toBe('ERR_WEBHOOK_IN_FLIGHT')
})

test.each([
  { name: 'source', options: { source: () => Promise.resolve('a') } },
  { name: 'source', options: { source: () => '' } },
  { name: 'rateLimit.key', options: { rateLimit: { limit: 1, windowMs: 1, key: () => undefined } } },
])('fails over a $name that returns no text, which would be one for all', async ({ name, options }) => {
  const receiver = makeReceiver(options as unknown as ReceiverOptions)
  await expect(receiver.receive(signedRequest())).rejects.toThrow(`Postern: ${name} must return text`)
})

test('takes no delivery for verified whose scheme names no key', async () => {
  for (const verdict of [false, undefined, Promise.resolve(false), Promise.resolve()]) {
    const lax = { ...scheme, verify: () => verdict as unknown as string }
    expect(await outcomeOf(makeReceiver({ scheme: lax }).receive(signedRequest()))).toBe('signature_mismatch')
  }
})

test('holds no lease for a delivery that carries no id to remember', async () => {
  const receiver = makeReceiver({ eventId: false, rateLimit: { limit: 5, windowMs: 60_000 } })
  expect(await receiver.receive(signedRequest())).toMatchObject({ webhook: { id: '', leased: false } })
})

test('does not run a delivery whose admission came after its lease had lapsed', async () => {
  const clock = manualClock(now)
  const store = memoryStore({ clock })
  const late: DeliveryStore = {
    ...countingStore(),
    async accept(claim) {
      const admission = await store.accept(claim)
      clock.advance(1000)
      return admission
    },
    release: (lease, ms) => store.release(lease, ms),
  }
  const outcome = outcomeOf(makeReceiver({ store: late, clock, leaseMs: 1000 }).receive(signedRequest()))
  expect(await outcome).toBe('ERR_WEBHOOK_STORE_UNAVAILABLE')
  const next = await makeReceiver({ store, clock }).receive(signedRequest())
  expect(next).toMatchObject({ takeover: false, webhook: { attempt: 2 } })
})

test('takes an unsigned header that came twice for none, and not for a wrong signature', async () => {
  const receiver = makeReceiver({ eventId: { header: 'x-event-id' } })
  const { headers, ...request } = signedRequest()
  const doubled = { ...(headers as Record<string, string>), 'x-event-id': ['a', 'b'] }
  expect(await outcomeOf(receiver.receive({ ...request, headers: doubled }))).toBe(
    'ERR_WEBHOOK_EVENT_ID_MISSING',
  )
})

test('shows nothing of the store in an inspected reception', async () => {
  const store = Object.assign(memoryStore(), { password: 'hunter2' })
  const reception = await makeReceiver({ store }).receive(signedRequest())
  expect(inspect(reception, { depth: null }) + JSON.stringify(reception)).not.toContain('hunter2')
})

describe('when the store cannot be asked', () => {
  const accept = () => Promise.reject(new Error('connect ECONNREFUSED'))
  const store: DeliveryStore = { ...countingStore(), accept }

  test('answers 503 with a Retry-After of a few seconds', async () => {
    const error = await makeReceiver({ store })
      .receive(signedRequest())
      .catch((error: unknown) => error)
    expect(error).toMatchObject({
      code: 'ERR_WEBHOOK_STORE_UNAVAILABLE',
      status: 503,
      cause: { message: 'connect ECONNREFUSED' },
    })
    expect(
      Number((error as { headers: Record<string, string> }).headers['retry-after']),
    ).toBeGreaterThanOrEqual(1)
    expect(Number((error as { headers: Record<string, string> }).headers['retry-after'])).toBeLessThanOrEqual(
      5,
    )
    expect(JSON.stringify(error)).not.toContain('ECONNREFUSED')
  })

  test('runs the handler without a lease, and says so, where that was chosen', async () => {
    const reception = await makeReceiver({ store, onStoreError: 'accept' }).receive(signedRequest())
    expect(reception).toMatchObject({ kind: 'admitted', webhook: { id: 'evt_1', leased: false, fence: 0 } })
  })
})

describe('with enforce off', () => {
  test.each([
    { name: 'unsigned', request: { ...signedRequest(), headers: {} }, reason: 'signature_missing' },
    { name: 'forged', request: forgedRequest(), reason: 'signature_mismatch' },
    { name: 'stale', request: signedRequest({ id: 'evt_1' }, now - 360_000), reason: 'timestamp_too_old' },
  ])('lets a request through that is $name, with no claim and no quota', async ({ request, reason }) => {
    const warn = silenceWarnings()
    const store = countingStore()
    const refusals: string[] = []
    const receiver = makeReceiver({
      store,
      enforce: false,
      rateLimit: { limit: 1, windowMs: 1000 },
      onRejected: (_error, event) => refusals.push(`${event.reason} ${event.outcome}`),
    })
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('Never do this in production'), {
      code: 'POSTERN_REPORT_ONLY',
    })
    warn.mockRestore()
    const reception = await receiver.receive(request)
    expect(reception).toMatchObject({
      doubt: { reason },
      webhook: { verified: false, leased: false, keyId: undefined },
    })
    expect(refusals).toEqual([`${reason} admitted`])
    expect(store.calls).toBe(0)
  })

  test('asks no event id of what is not verified', async () => {
    const warn = silenceWarnings()
    const receiver = makeReceiver({ enforce: false })
    warn.mockRestore()
    expect(await outcomeOf(receiver.receive({ ...forgedRequest(), rawBody: '{}' }))).toBe('admitted')
    expect(await outcomeOf(receiver.receive(signedRequest({})))).toBe('ERR_WEBHOOK_EVENT_ID_MISSING')
  })

  test('still refuses everything else, and admits what is genuine', async () => {
    const warn = silenceWarnings()
    const receiver = makeReceiver({ enforce: false, bodyLimit: 100 })
    warn.mockRestore()
    expect(await outcomeOf(receiver.receive({ ...forgedRequest(), rawBody: 'x'.repeat(101) }))).toBe(
      'ERR_WEBHOOK_BODY_TOO_LARGE',
    )
    expect(await outcomeOf(receiver.receive({ ...forgedRequest(), rawBody: '{' }))).toBe(
      'ERR_WEBHOOK_PAYLOAD_MALFORMED',
    )
    expect(await receiver.receive(signedRequest())).toMatchObject({
      webhook: { verified: true, leased: true },
    })
    expect(await outcomeOf(receiver.receive(signedRequest()))).toBe('ERR_WEBHOOK_IN_FLIGHT')
  })
})

describe('tells operators', () => {
  test('of every reception, without content', async () => {
    subscribe('postern:reception', listen)
    const receiver = makeReceiver()
    await ((await receiver.receive(signedRequest())) as AdmittedReception).complete()
    await receiver.receive(signedRequest())
    await outcomeOf(receiver.receive(forgedRequest()))
    await outcomeOf(receiver.receive({ ...signedRequest(), method: 'PUT' }))
    const source = 'timestamped-hmac'
    expect(events).toEqual([
      {
        source,
        outcome: 'admitted',
        id: 'evt_1',
        keyId: '0',
        attempt: 1,
        fence: 1,
        leased: true,
        takeover: false,
        bodyMatches: true,
        durationMs: 0,
      },
      { source, outcome: 'duplicate', id: 'evt_1', keyId: '0', bodyMatches: true, durationMs: 0 },
      {
        source,
        outcome: 'refused',
        code: 'ERR_WEBHOOK_SIGNATURE',
        reason: 'signature_mismatch',
        status: 401,
        hint: expect.stringMatching(/^None of the active secrets made this signature/) as string,
        durationMs: 0,
      },
      { source, outcome: 'refused', code: 'ERR_WEBHOOK_METHOD', status: 405, durationMs: 0 },
    ])
  })

  test('when a function of the options throws', async () => {
    subscribe('postern:reception', listen)
    const eventId = () => {
      throw new Error('mine')
    }
    await expect(makeReceiver({ eventId }).receive(signedRequest())).rejects.toThrow('mine')
    expect(events).toMatchObject([{ outcome: 'failed' }])
  })

  test.each([
    {
      name: 'throws',
      onRejected() {
        throw new Error('mine')
      },
    },
    { name: 'rejects', onRejected: () => Promise.reject(new Error('mine')) },
  ])('by onRejected, and it is not the sender’s affair when that $name', async ({ onRejected }) => {
    const warn = silenceWarnings()
    const receiver = makeReceiver({ onRejected })
    for (let count = 0; count < 3; count += 1) {
      expect(await outcomeOf(receiver.receive(forgedRequest()))).toBe('signature_mismatch')
    }
    await new Promise(setImmediate)
    const calls = [...warn.mock.calls]
    warn.mockRestore()
    expect(calls).toEqual([['onRejected failed: mine', { code: 'POSTERN_ON_REJECTED' }]])
  })

  test('which delivery was refused though it is genuine, and of which tenant', async () => {
    subscribe('postern:reception', listen)
    const receiver = makeReceiver({
      source: ({ url }) => `tenant ${url ?? ''}`,
      rateLimit: { limit: 1, windowMs: 60_000 },
    })
    await receiver.receive(signedRequest())
    await outcomeOf(receiver.receive(signedRequest()))
    await outcomeOf(receiver.receive(signedRequest({ id: 'evt_2' })))
    expect(events).toMatchObject([
      { outcome: 'admitted', source: 'tenant /', id: 'evt_1' },
      { outcome: 'refused', source: 'tenant /', id: 'evt_1', keyId: '0', code: 'ERR_WEBHOOK_IN_FLIGHT' },
      { outcome: 'refused', source: 'tenant /', id: 'evt_2', keyId: '0', code: 'ERR_WEBHOOK_RATE_LIMITED' },
    ])
  })

  test('of the first refusal of each kind by a warning with the likely cause, when nobody listens', async () => {
    const warn = silenceWarnings()
    const receiver = createReceiver({ scheme, eventId: '$.id', clock: manualClock(now) })
    for (let count = 0; count < 3; count += 1) {
      await outcomeOf(receiver.receive(forgedRequest()))
      await outcomeOf(receiver.receive({ ...signedRequest(), headers: {} }))
    }
    const texts = warn.mock.calls.map(([text]) => String(text))
    warn.mockRestore()
    expect(texts).toEqual([
      expect.stringContaining("another endpoint's"),
      expect.stringContaining('no signature header'),
    ])
    expect(texts.join()).not.toContain(secret)
  })

  test('by no warning of what is in the course of things, and by none that quotes a payload', async () => {
    const warn = silenceWarnings()
    const receiver = createReceiver({ scheme, eventId: '$.id', clock: manualClock(now) })
    await receiver.receive(signedRequest())
    await outcomeOf(receiver.receive(signedRequest()))
    expect(warn).not.toHaveBeenCalled()
    const parse = (rawBody: Buffer) => JSON.parse(rawBody.toString()) as unknown
    const parsing = createReceiver({ scheme, eventId: '$.id', clock: manualClock(now), parse })
    await outcomeOf(parsing.receive(signedRequest('card 4242')))
    const texts = warn.mock.calls.map(([text]) => String(text)).join('\n')
    warn.mockRestore()
    expect(texts).toContain('ERR_WEBHOOK_PAYLOAD_MALFORMED')
    expect(texts).not.toContain('card')
  })

  test('not by a warning, when someone listens', async () => {
    const warn = silenceWarnings()
    subscribe('postern:reception', listen)
    await outcomeOf(
      createReceiver({ scheme, eventId: '$.id', clock: manualClock(now) }).receive(forgedRequest()),
    )
    expect(warn).not.toHaveBeenCalled()
    warn.mockRestore()
  })
})

test('puts no secret, signature, reason or payload into what a sender sees', async () => {
  const error: unknown = await makeReceiver()
    .receive(forgedRequest())
    .catch((error: unknown) => error)
  expect(isWebhookError(error)).toBe(true)
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    title: 'Unauthorized',
    status: 401,
    detail: 'The webhook could not be verified.',
    code: 'ERR_WEBHOOK_SIGNATURE',
  })
  const { headers, rawBody } = forgedRequest()
  const everything = `${String(error)}${(error as Error).stack ?? ''}${JSON.stringify(Object.entries(error as object))}`
  for (const text of [secret, (headers as Record<string, string>)['x-webhook-signature'], rawBody]) {
    expect(everything).not.toContain(text)
  }
})

test('takes a Postern error of another copy of the package for one', () => {
  expect(isWebhookError({ [Symbol.for('postern.WebhookError')]: true })).toBe(true)
  expect(isWebhookError(new Error('401'))).toBe(false)
  expect(isWebhookError(null)).toBe(false)
})

test('takes the secrets of Standard Webhooks from the environment when no scheme is given', async () => {
  const secrets = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD']
  process.env['WEBHOOK_SECRET'] = secrets.join(', ')
  try {
    const receiver = createReceiver({ clock: manualClock(now) })
    for (const [index, secret] of secrets.entries()) {
      const rawBody = `{"n":${index}}`
      const headers = standardWebhooks({ secrets: secret }).sign({
        id: `msg_${index}`,
        body: rawBody,
        sentAt: now,
      })
      const reception = receiver.receive({ method: 'POST', url: '/', headers, rawBody })
      expect(await reception).toMatchObject({ webhook: { keyId: String(index) } })
    }
  } finally {
    delete process.env['WEBHOOK_SECRET']
  }
  expect(() => createReceiver()).toThrow(/WEBHOOK_SECRET, which is not set/)
})
