import { createHash } from 'node:crypto'
import { compactVerify, jwtVerify } from 'jose'
import { manualClock } from '@postern/testing/manual-clock'
import { createReceiver, type JwtDefinition } from '@postern/core'
import { attempt, now } from '../attempt.js'
import { jwt, partOf, rsa, seconds, secret, send, tokenOf } from './token.js'

const body = '{"id":"evt_1"}'
const full: Partial<JwtDefinition> = {
  bodyHash: { claim: 'hash', encoding: 'hex' },
  url: { claim: 'url' },
  claims: { iss: 'acme', aud: ['one', 'two'], verified: true, account: '{param:account}' },
  params: ['account'],
  issuedAt: {},
}

test('writes what jose verifies, and what it verifies itself', async () => {
  const scheme = jwt(full, {
    secrets: { keyId: 'k1', secret },
    account: 'a1',
    url: 'https://example.com/hook',
  })
  const headers = scheme.sign({ body, sentAt: now })
  const { payload, protectedHeader } = await jwtVerify(headers['x-token']!, Buffer.from(secret), {
    currentDate: new Date(now),
    algorithms: ['HS256'],
    issuer: 'acme',
    audience: 'one',
  })
  expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT', kid: 'k1' })
  expect(payload).toEqual({
    iss: 'acme',
    aud: 'one',
    verified: true,
    account: 'a1',
    hash: createHash('sha256').update(body).digest('hex'),
    url: 'https://example.com/hook',
    iat: seconds,
    exp: seconds + 300,
    jti: expect.any(String),
  })
  const verdict = (rawBody: string) => attempt({ scheme, eventId: '$.id' }, { headers, rawBody })
  expect(await verdict(body)).toBe('admitted')
  expect(await verdict('{"id":"evt_2"}')).toBe('digest_mismatch')
})

test('writes no kid for a secret without an id, and the URL that it is sent to', async () => {
  const scheme = jwt({ url: { claim: 'url', hash: 'hex' } })
  const { headers } = scheme.signRequest!({ body, url: 'https://example.com/hook', sentAt: now })
  const { payload, protectedHeader } = await jwtVerify(headers['x-token']!, Buffer.from(secret), {
    currentDate: new Date(now),
  })
  expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' })
  expect(payload['url']).toBe(createHash('sha256').update('https://example.com/hook').digest('hex'))
  const request = { url: '/hook', headers: { host: 'example.com' } }
  expect(await send(scheme, headers['x-token']!, request)).toBe('admitted')
})

test('signs with a private key what jose verifies with the public one', async () => {
  const sender = jwt(
    { algorithms: ['RS256'], token: { header: 'Authorization', prefix: 'Bearer ' } },
    { keys: rsa.privateKey },
  )
  const { authorization } = sender.sign({ body, sentAt: now })
  expect(authorization).toMatch(/^Bearer /)
  await compactVerify(authorization!.slice('Bearer '.length), rsa.publicKey, { algorithms: ['RS256'] })
})

const whole: Partial<JwtDefinition> = {
  token: 'body',
  event: { id: '$.jti', type: '$.event' },
  formats: ['json'],
}

async function receiveBody(rawBody: string, change: Partial<JwtDefinition> = {}) {
  const receiver = createReceiver({ scheme: jwt({ ...whole, ...change }), clock: manualClock(now) })
  const headers = { 'content-type': 'application/jwt' }
  const reception = await receiver.receive({ method: 'POST', headers, rawBody })
  return reception.kind === 'admitted' ? reception.webhook : undefined
}

test('takes the claims of a body that is a token for the payload', async () => {
  const claims = { jti: 'evt_1', event: 'made', nested: { a: 'ü' } }
  expect(await receiveBody(await tokenOf(claims))).toMatchObject({
    id: 'evt_1',
    type: 'made',
    payload: claims,
  })
  expect(await receiveBody(`${await tokenOf(claims)}\n`)).toMatchObject({ id: 'evt_1' })
})

test('checks the claims of a body that is a token', async () => {
  const verdict = (rawBody: string | Buffer, change: Partial<JwtDefinition> = {}) =>
    attempt({ scheme: jwt({ ...whole, ...change }) }, { rawBody })
  const token = await tokenOf({ jti: 'evt_1', iss: 'acme' })
  expect(await verdict(token, { claims: { iss: 'acme' } })).toBe('admitted')
  expect(await verdict(token, { claims: { iss: 'other' } })).toBe('signature_mismatch')
  expect(await verdict(token.replace(/\.[^.]*\./, `.${partOf({ jti: 'evt_2' })}.`))).toBe(
    'signature_mismatch',
  )
  expect(await verdict(await tokenOf({ jti: 'evt_1', exp: seconds - 60 }))).toBe('signature_expired')
  expect(await verdict('{"jti":"evt_1"}')).toBe('header_malformed')
  expect(await verdict('')).toBe('header_malformed')
  expect(jwt(whole)).toMatchObject({ bodySigned: true })
})

test('keeps what would become a prototype out of the payload', async () => {
  const webhook = await receiveBody(
    await tokenOf(JSON.parse('{"jti":"evt_1","__proto__":{"admin":true}}') as object),
  )
  expect(Object.keys(webhook!.payload as object)).toEqual(['jti'])
  expect((webhook!.payload as { admin?: boolean }).admin).toBeUndefined()
})

test('makes a body of a payload', async () => {
  const scheme = jwt(whole)
  const request = scheme.signRequest!({ body: '{"jti":"evt_1","event":"made"}', sentAt: now })
  const { payload } = await jwtVerify(request.body.toString(), Buffer.from(secret), {
    currentDate: new Date(now),
  })
  expect(payload).toEqual({ jti: 'evt_1', event: 'made', iat: seconds, exp: seconds + 300 })
  expect(await attempt({ scheme }, { rawBody: request.body })).toBe('admitted')
  expect(() => scheme.sign({ body: '{}' })).toThrow(/the body is the token: send what signRequest gives/)
})

test.each(['card 4111', '', 'null', '[1]', '"text"', '{"a":4111'])(
  'makes no token of the body %j, and quotes nothing of it',
  (text) => {
    const scheme = jwt({ token: 'body' })
    const make = () => scheme.signRequest!({ body: text })
    expect(make).toThrow(TypeError)
    expect(make).toThrow(/: the body must be a JSON object, whose members become the claims of the token\.$/)
    expect(make).not.toThrow(/4111/)
  },
)

test('hashes the body for an event id, not the token, which a retry makes anew', async () => {
  const scheme = jwt({ bodyHash: { claim: 'hash', encoding: 'hex' } })
  const { memoryStore } = await import('@postern/core')
  const options = { scheme, eventId: 'hash', store: memoryStore() } as const
  const receiver = createReceiver({ ...options, clock: manualClock(now) })
  const receive = async (sentAt: number) => {
    const reception = await receiver.receive({
      method: 'POST',
      headers: scheme.sign({ body, sentAt }),
      rawBody: body,
    })
    if (reception.kind === 'admitted') await reception.complete()
    return reception.kind
  }
  expect(await receive(now)).toBe('admitted')
  expect(await receive(now + 1000)).toBe('duplicate')
})

test('hashes a token for an event id without the white space around it', async () => {
  const scheme = jwt({ ...whole, event: {} })
  const token = await tokenOf({ sub: 'x' })
  const hashOf = (rawBody: string) =>
    scheme.hashSignedContent(scheme.readHead({ headers: {} }), Buffer.from(rawBody), { headers: {} })
  for (const spaced of [`${token}\n`, ` ${token}`, `\t${token} \r\n`]) {
    expect(await attempt({ scheme, eventId: 'hash' }, { rawBody: spaced })).toBe('admitted')
    expect(hashOf(spaced)).toBe(hashOf(token))
  }
  expect(hashOf(await tokenOf({ sub: 'y' }))).not.toBe(hashOf(token))
})

test.each<{ name: string; change: object; options?: object; message: RegExp }>([
  {
    name: 'a hash of a body that is the token',
    change: { token: 'body', bodyHash: { claim: 'hash', encoding: 'hex' } },
    message: /the body is the token, and has no hash/,
  },
  {
    name: 'a member that there is not',
    change: { audience: 'x' },
    message: /defineJwt\(acme\): unknown option audience/,
  },
  {
    name: 'a url that nothing needs',
    change: {},
    options: { url: 'https://example.com' },
    message: /unknown option url/,
  },
  {
    name: 'a url that is none',
    change: { url: { claim: 'url' } },
    options: { url: '/hook' },
    message: /must be an absolute URL/,
  },
  {
    name: 'an option that there is not',
    change: {},
    options: { secret: 'x' },
    message: /acme: unknown option secret/,
  },
  { name: 'a missing param', change: { params: ['account'] }, message: /account must be text/ },
])('refuses $name', ({ change, options, message }) => {
  const make = () => jwt(change, { secrets: secret, ...options })
  expect(make).toThrow(message)
  expect(make).toThrow(TypeError)
})
