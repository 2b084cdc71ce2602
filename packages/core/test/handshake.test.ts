import { createHmac } from 'node:crypto'
import { countingStore } from '@postern/testing/counting-store'
import { cleanUp } from '@postern/testing/clean-up'
import { manualClock } from '@postern/testing/manual-clock'
import {
  createReceiver,
  type Handshake,
  type IncomingRequest,
  memoryStore,
  type Scheme,
  type Secrets,
} from '@postern/core'
import { createGate } from '../src/gate.js'
import { attempt, now, outcomeOf } from './attempt.js'
import { acme, junk, macOf, otherSecret, secret, send } from './schemes/acme.js'

afterEach(cleanUp)

const asking = (handshake: Handshake | readonly Handshake[], secrets: Secrets = secret) =>
  acme({ handshake, formats: ['json'] }, secrets)

/** What is answered; rejects with the refusal. */
async function answerOf(scheme: Scheme, request: Partial<IncomingRequest>) {
  const receiver = createReceiver({
    scheme,
    eventId: false,
    clock: manualClock(now),
    onRejected: () => undefined,
  })
  const reception = await receiver.receive({
    method: 'POST',
    url: '/',
    headers: {},
    rawBody: '{}',
    ...request,
  })
  if (reception.kind !== 'handshake') throw new Error(`It was ${reception.kind}.`)
  return reception
}

const echo: Handshake = {
  signed: false,
  method: 'GET',
  when: { 'query:challenge': true },
  answer: { text: '{query:challenge}' },
}
const ping: Handshake = {
  when: { 'json:$.type': 'ping' },
  answer: { json: { echo: '{json:$.challenge}' } },
}
const signed = (rawBody: string, more: Record<string, string> = {}) => ({
  rawBody,
  headers: { 'x-signature': macOf(rawBody), ...more },
})

test('answers an unsigned check with what it brought, as plain text that no browser runs', async () => {
  const challenge = '<script>alert(1)</script>ü'
  const reception = await answerOf(asking(echo), {
    method: 'GET',
    url: `/?challenge=${encodeURIComponent(challenge)}`,
  })
  expect(reception).toEqual({
    kind: 'handshake',
    keyId: undefined,
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
    body: challenge,
  })
})

test('sends the answer by the gate, and runs no handler', async () => {
  const gate = createGate({ scheme: asking(echo), eventId: false })
  const handler = jest.fn()
  const answer = await gate.handle({ method: 'GET', url: '/?challenge=abc', headers: {} }, handler)
  expect(answer).toMatchObject({ kind: 'answer', status: 200, body: 'abc' })
  expect(handler).not.toHaveBeenCalled()
})

test('answers before a body is read, so that one that never comes holds nothing up', async () => {
  const handshake: Handshake = { ...echo, method: 'POST' }
  const { Readable } = await import('node:stream')
  const stream = new Readable({ read: () => undefined })
  const receiver = createReceiver({ scheme: asking(handshake), eventId: false })
  expect(
    await outcomeOf(receiver.receive({ method: 'POST', url: '/?challenge=abc', headers: {}, stream })),
  ).toBe('handshake')
})

test.each([
  { name: 'unsigned', handshake: { ...echo, method: 'POST' as const }, request: { url: '/?challenge=abc' } },
  { name: 'signed', handshake: ping, request: signed('{"type":"ping","challenge":"abc"}') },
])('touches no store for one that is $name', async ({ handshake, request }) => {
  const store = countingStore(memoryStore())
  const options = {
    scheme: asking(handshake),
    eventId: 'hash',
    store,
    rateLimit: { limit: 1, windowMs: 1000 },
  } as const
  expect(await attempt(options, request)).toBe('handshake')
  expect(await attempt(options, request)).toBe('handshake')
  expect(store.calls).toEqual({ accept: 0, extend: 0, complete: 0, release: 0, forget: 0 })
})

test('answers a signed check only once it is verified', async () => {
  const rawBody = '{"type":"ping","challenge":"abc"}'
  const scheme = asking(ping)
  expect(await answerOf(scheme, signed(rawBody))).toMatchObject({
    keyId: '0',
    headers: { 'content-type': 'application/json' },
    body: '{"echo":"abc"}',
  })
  expect(await send(scheme, { rawBody })).toBe('signature_missing')
  expect(await send(scheme, { rawBody, headers: { 'x-signature': junk } })).toBe('signature_mismatch')
  expect(await send(scheme, { rawBody, headers: { 'x-signature': macOf(rawBody, otherSecret) } })).toBe(
    'signature_mismatch',
  )
  expect(await send(scheme, signed('{"type":"pong"}'))).toBe('admitted')
})

test('does not answer a signed check that was let through for watching', async () => {
  const { recordWarnings } = await import('@postern/testing/warnings')
  recordWarnings()
  const rawBody = '{"type":"ping","challenge":"abc"}'
  const options = { scheme: asking(ping), eventId: false, enforce: false } as const
  expect(await attempt(options, { rawBody, headers: { 'x-signature': junk } })).toBe('admitted')
})

test('heeds the age of a signed check', async () => {
  const scheme = acme({
    signs: '{timestamp}.{body}',
    timestamp: { from: { header: 'x-timestamp' }, unit: 's' },
    handshake: ping,
  })
  const rawBody = '{"type":"ping","challenge":"abc"}'
  const verdict = (sentAt: number) =>
    send(scheme, { rawBody, headers: scheme.sign({ body: rawBody, sentAt }) })
  expect(await verdict(now)).toBe('handshake')
  expect(await verdict(now - 301_000)).toBe('timestamp_too_old')
})

const get: Handshake = {
  signed: true,
  method: 'GET',
  when: { 'query:challenge': true },
  answer: { text: '{query:challenge}' },
}

test('answers a signed GET, and no other request by GET', async () => {
  const scheme = acme({ signs: '{target}{body}', handshake: get })
  const verdict = (method: string, url: string) =>
    send(scheme, { method, url, rawBody: '', headers: { 'x-signature': macOf(url) } })
  expect(await verdict('GET', '/?challenge=abc')).toBe('handshake')
  expect(await verdict('GET', '/?challenge=')).toBe('ERR_WEBHOOK_METHOD')
  expect(await verdict('GET', '/')).toBe('ERR_WEBHOOK_METHOD')
  expect(await verdict('PUT', '/?challenge=abc')).toBe('ERR_WEBHOOK_METHOD')
  expect(await verdict('HEAD', '/?challenge=abc')).toBe('ERR_WEBHOOK_METHOD')
  const unsigned = { method: 'GET', url: '/?challenge=abc', headers: { 'x-signature': junk }, rawBody: '' }
  expect(await send(scheme, unsigned)).toBe('signature_mismatch')
  expect(await send(scheme, { ...unsigned, headers: {} })).toBe('signature_missing')
})

test('refuses a GET before its signature where no check comes by it', async () => {
  expect(await send(acme(), { method: 'GET', ...signed('{}') })).toBe('ERR_WEBHOOK_METHOD')
  expect(await send(asking(echo), { method: 'GET', ...signed('{}') })).toBe('ERR_WEBHOOK_METHOD')
  expect(await send(asking(ping), { method: 'GET', ...signed('{}') })).toBe('ERR_WEBHOOK_METHOD')
})

test.each(['GET', 'HEAD', 'OPTIONS', 'POST'] as const)(
  'answers by %s alone where it is said',
  async (method) => {
    const scheme = asking({ ...echo, method })
    for (const asked of ['GET', 'HEAD', 'OPTIONS', 'POST']) {
      const verdict = await send(scheme, { method: asked, url: '/?challenge=abc' })
      expect([asked, verdict === 'handshake']).toEqual([asked, asked === method])
    }
  },
)

test('takes POST for the method where none is said', async () => {
  const scheme = asking({ signed: false, when: { 'query:challenge': true }, answer: {} })
  expect(await send(scheme, { method: 'POST', url: '/?challenge=a' })).toBe('handshake')
  expect(await send(scheme, { method: 'GET', url: '/?challenge=a' })).toBe('ERR_WEBHOOK_METHOD')
})

test('answers nothing at all where nothing is to be said', async () => {
  expect(
    await answerOf(asking({ ...echo, answer: { status: 204 } }), { method: 'GET', url: '/?challenge=a' }),
  ).toEqual({
    kind: 'handshake',
    keyId: undefined,
    status: 204,
    headers: {},
    body: '',
  })
})

test.each(['json:$.type', 'form:type'])('refuses an unsigned check that is told by %s', (placeholder) => {
  const make = () => asking({ signed: false, when: { [placeholder]: 'ping' }, answer: {} })
  expect(make).toThrow(
    `acme: a handshake without a signature knows the head alone, and not {${placeholder.split(':')[0]}}.`,
  )
  expect(make).toThrow(TypeError)
})

test('refuses a placeholder that there is not, wherever it stands', () => {
  expect(() => asking({ when: { date: true }, answer: {} })).toThrow(/\{date\}; known are/)
  expect(() => asking({ when: { 'query:a': '{date}' }, answer: {} })).toThrow(/\{date\}; known are/)
  expect(() => asking({ when: {}, answer: { text: '{date}' } })).toThrow(/\{date\}; known are/)
  expect(() => asking({ when: {}, answer: { json: { a: { mac: '{date}' } } } })).toThrow(
    /\{date\}; known are/,
  )
  expect(() => asking({ when: {}, answer: { headers: { a: '{date}' } } })).toThrow(/\{date\}; known are/)
})

test.each<{ name: string; when: Handshake['when']; url: string; expected: boolean }>([
  { name: 'any value', when: { 'query:a': true }, url: '/?a=x', expected: true },
  { name: 'no value', when: { 'query:a': true }, url: '/?a=', expected: false },
  { name: 'one value', when: { 'query:a': 'x' }, url: '/?a=x', expected: true },
  { name: 'another value', when: { 'query:a': 'x' }, url: '/?a=y', expected: false },
  { name: 'a longer value', when: { 'query:a': 'x' }, url: '/?a=xx', expected: false },
  { name: 'a number', when: { 'query:a': 7 }, url: '/?a=7', expected: true },
  { name: 'another number', when: { 'query:a': 7 }, url: '/?a=07', expected: false },
  { name: 'a pattern', when: { 'query:a': /^v\d$/ }, url: '/?a=v7', expected: true },
  { name: 'no match of a pattern', when: { 'query:a': /^v\d$/ }, url: '/?a=v77', expected: false },
  { name: 'a pattern that may be missing', when: { 'query:a': /^(?!x)/ }, url: '/', expected: true },
  {
    name: 'the value of another parameter',
    when: { 'query:a': '{query:b}' },
    url: '/?a=1&b=1',
    expected: true,
  },
  { name: 'not the value of another', when: { 'query:a': '{query:b}' }, url: '/?a=1&b=2', expected: false },
  { name: 'two that are missing', when: { 'query:a': '{query:b}' }, url: '/', expected: false },
  { name: 'both of two', when: { 'query:a': '1', 'query:b': true }, url: '/?a=1&b=2', expected: true },
  { name: 'one of two', when: { 'query:a': '1', 'query:b': true }, url: '/?a=1', expected: false },
  { name: 'a parameter that came twice', when: { 'query:a': true }, url: '/?a=1&a=1', expected: false },
  { name: 'nothing to look at', when: {}, url: '/', expected: true },
])('tells a check by $name', async ({ when, url, expected }) => {
  const verdict = await send(asking({ signed: false, method: 'GET', when, answer: { status: 200 } }), {
    method: 'GET',
    url,
  })
  expect(verdict).toBe(expected ? 'handshake' : 'ERR_WEBHOOK_METHOD')
})

test('compares a param of the scheme with what the request says', async () => {
  const scheme = acme(
    {
      params: ['verifyToken'],
      handshake: { ...echo, when: { 'query:token': '{param:verifyToken}', 'query:challenge': true } },
    },
    secret,
    { verifyToken: 'my-verify-token' },
  )
  const verdict = (token: string) => send(scheme, { method: 'GET', url: `/?challenge=abc&token=${token}` })
  expect(await verdict('my-verify-token')).toBe('handshake')
  expect(await verdict('my-verify-tokem')).toBe('ERR_WEBHOOK_METHOD')
  expect(await verdict('my-verify')).toBe('ERR_WEBHOOK_METHOD')
  expect(await verdict('')).toBe('ERR_WEBHOOK_METHOD')
  expect(await verdict('{param:verifyToken}')).toBe('ERR_WEBHOOK_METHOD')
})

test('takes a delivery without JSON for no check, and goes on', async () => {
  expect(
    await send(acme({ handshake: ping }), { ...signed('type=ping', { 'content-type': 'text/plain' }) }),
  ).toBe('admitted')
})

test('answers the first of several that it is', async () => {
  const scheme = asking([
    echo,
    { ...echo, when: { 'query:token': true }, answer: { text: 'second' } },
    { ...echo, when: {}, answer: { text: 'third' } },
  ])
  const body = async (url: string) => (await answerOf(scheme, { method: 'GET', url })).body
  expect(await body('/?challenge=first&token=x')).toBe('first')
  expect(await body('/?token=x')).toBe('second')
  expect(await body('/')).toBe('third')
})

test('lets no line break into a header of the answer', async () => {
  const scheme = asking({ ...echo, answer: { headers: { 'x-echo': '{query:challenge}' } } })
  const echoed = async (challenge: string) =>
    (await answerOf(scheme, { method: 'GET', url: `/?challenge=${encodeURIComponent(challenge)}` })).headers[
      'x-echo'
    ]
  expect(await echoed('abc-1')).toBe('abc-1')
  for (const injected of ['a\r\nset-cookie: x=1', 'a\nb', 'a\rb', 'a\0b', '\x7f', '\x1b[0m'])
    expect(await echoed(injected)).toBe('')
})

test('writes numbers, text and MACs into JSON', async () => {
  const scheme = asking({
    when: { 'json:$.type': 'validate' },
    answer: {
      status: 201,
      json: {
        plain: '{json:$.token}',
        code: 7,
        proof: { mac: '{json:$.token}' },
        tagged: { mac: 'x', prefix: 'v0=' },
      },
    },
  })
  const reception = await answerOf(scheme, signed('{"type":"validate","token":"ü t"}'))
  expect(reception.status).toBe(201)
  expect(JSON.parse(reception.body)).toEqual({
    plain: 'ü t',
    code: 7,
    proof: macOf('ü t'),
    tagged: `v0=${macOf('x')}`,
  })
})

const crc: Handshake = {
  signed: false,
  method: 'GET',
  when: { 'query:crc_token': true },
  answer: { json: { response_token: { mac: '{query:crc_token}', prefix: '{keyId}=' } } },
}
const asked = (token: string) => ({ method: 'GET', url: `/?crc_token=${encodeURIComponent(token)}` })

test('proves the secret by the MAC of a token', async () => {
  const scheme = asking(crc, [{ keyId: 'march', secret }, otherSecret])
  expect(JSON.parse((await answerOf(scheme, asked('token-1_A'))).body)).toEqual({
    response_token: `march=${createHmac('sha256', secret).update('token-1_A').digest('hex')}`,
  })
})

test('proves the secret that a signed check was verified with', async () => {
  const handshake: Handshake = {
    when: { 'json:$.type': 'ping' },
    answer: { text: { mac: '{json:$.token}', prefix: '{keyId}:' } },
  }
  const scheme = asking(handshake, [otherSecret, { keyId: 'b', secret }])
  const { body } = await answerOf(scheme, signed('{"type":"ping","token":"t"}'))
  expect(body).toBe(`b:${macOf('t')}`)
})

test.each([
  { name: 'JSON', token: '{"id":"evt_1"}' },
  { name: 'an empty object', token: '{}' },
  { name: 'a form', token: 'a=1' },
  { name: 'white space', token: 'a b' },
  { name: 'a line end', token: 'abc\n' },
  { name: 'letters beyond ASCII', token: 'ü' },
  { name: 'a dot', token: 'a.b' },
  { name: 'a number', token: '12345' },
  { name: 'a negative number', token: '-1' },
  { name: 'a number with an exponent', token: '1e-7' },
  { name: 'a word of JSON', token: 'true' },
  { name: 'null', token: 'null' },
  { name: '129 letters', token: 'a'.repeat(129) },
])('gives no MAC of $name to a stranger', async ({ token }) => {
  const variants: Handshake[] = [
    crc,
    { ...crc, answer: { text: { mac: '{query:crc_token}' } } },
    { ...crc, answer: { json: { harmless: { mac: 'x' }, response_token: { mac: '{query:crc_token}' } } } },
  ]
  for (const handshake of variants) {
    expect(await send(asking(handshake), asked(token))).toBe('ERR_WEBHOOK_METHOD')
    expect(await send(asking(handshake), asked('a'.repeat(128)))).toBe('handshake')
  }
})

test('gives no signature of a delivery away: who asks for that of a body gets nothing to send it with', async () => {
  const scheme = asking(crc)
  const forged = '{"id":"evt_1","amount":1000000}'
  const receiver = createReceiver({
    scheme,
    eventId: '$.id',
    clock: manualClock(now),
    onRejected: () => undefined,
  })
  const gained = await receiver.receive({ headers: {}, ...asked(forged) }).then(
    (reception) => (reception.kind === 'handshake' ? reception.body : ''),
    () => '',
  )
  expect(gained).not.toContain(macOf(forged))
  const stolen = /[0-9a-f]{64}/.exec(gained)?.[0] ?? junk
  const headers = { 'x-signature': stolen }
  expect(await outcomeOf(receiver.receive({ method: 'POST', url: '/', headers, rawBody: forged }))).toBe(
    'signature_mismatch',
  )
  // What it would have been worth.
  const genuine = { 'x-signature': macOf(forged) }
  expect(
    await outcomeOf(receiver.receive({ method: 'POST', url: '/', headers: genuine, rawBody: forged })),
  ).toBe('admitted')
})

test('gives the MAC of any text to whoever holds the secret', async () => {
  const handshake: Handshake = {
    when: { 'json:$.type': 'ping' },
    answer: { text: { mac: '{json:$.token}' } },
  }
  const rawBody = '{"type":"ping","token":"a b = {}"}'
  expect((await answerOf(asking(handshake), signed(rawBody))).body).toBe(macOf('a b = {}'))
})

test.each([
  { name: 'by a hash of its own, which is a word', signs: '{sha256}', formats: ['json'] },
  { name: 'by the fields of a form', signs: '{sortedForm}', formats: ['form'] },
  { name: 'as a form, which may be a word', signs: '{body}', formats: ['form'] },
  { name: 'in any format', signs: '{body}', formats: undefined },
] as const)('gives no stranger a MAC where the body is signed $name', ({ signs, formats }) => {
  expect(() => acme({ signs, handshake: crc, ...(formats && { formats }) })).toThrow(
    /a handshake without a signature gives a MAC only where \{body\} is signed and formats is \['json'\]/,
  )
})

test('proves no secret that has lapsed, and answers nothing where none is known from the start', async () => {
  const lapsed = { secret, notAfter: Date.now() - 1 }
  const scheme = asking(crc, [lapsed, otherSecret])
  expect(JSON.parse((await answerOf(scheme, asked('token'))).body)).toEqual({
    response_token: `1=${macOf('token', otherSecret)}`,
  })
  expect(
    await send(
      asking(crc, () => secret),
      asked('token'),
    ),
  ).toBe('ERR_WEBHOOK_METHOD')
})

test('a pattern has no memory, whatever its flags are', async () => {
  const when = { 'query:c': /^a+$/g }
  const scheme = asking({ signed: false, method: 'GET', when, answer: { text: 'yes' } })
  for (let count = 0; count < 3; count += 1)
    expect((await answerOf(scheme, { method: 'GET', url: '/?c=aaa' })).body).toBe('yes')
})

test('writes the names of headers in lower case', async () => {
  const answer = { headers: { 'Content-Type': 'text/csv' }, text: 'a' }
  const scheme = asking({ signed: false, method: 'GET', when: {}, answer })
  const { headers } = await answerOf(scheme, { method: 'GET', url: '/' })
  expect(headers).toEqual({ 'content-type': 'text/csv', 'x-content-type-options': 'nosniff' })
})
