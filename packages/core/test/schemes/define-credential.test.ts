import { inspect } from 'node:util'
import { cleanUp } from '@postern/testing/clean-up'
import { manualClock } from '@postern/testing/manual-clock'
import { recordWarnings } from '@postern/testing/warnings'
import {
  createReceiver,
  type CredentialDefinition,
  defineCredential,
  type IncomingRequest,
  type RequestSource,
  type Secrets,
} from '@postern/core'
import { attempt, now } from '../attempt.js'
import { macOf, otherSecret, secret, send } from './acme.js'

afterEach(cleanUp)

const token: CredentialDefinition = { name: 'acme', credential: { header: 'x-token' } }
const made = (change: Partial<CredentialDefinition> = {}, secrets: Secrets = secret, options: object = {}) =>
  defineCredential({ ...token, ...change })({ secrets, ...options })
const basic = Buffer.from('user:pass:word').toString('base64')
const form = { 'content-type': 'application/x-www-form-urlencoded' }

const authorization = { header: 'authorization' }
const bearer = { credential: authorization, prefix: 'Bearer ' }
const loose = { ...bearer, isOptional: true }
const user = { credential: authorization, prefix: 'basic' }

test.each<{
  name: string
  change?: Partial<CredentialDefinition>
  secrets?: Secrets
  request: Partial<IncomingRequest>
  expected: string
}>([
  { name: 'the credential', request: { headers: { 'x-token': secret } }, expected: 'admitted' },
  { name: 'another', request: { headers: { 'x-token': otherSecret } }, expected: 'signature_mismatch' },
  {
    name: 'its start',
    request: { headers: { 'x-token': secret.slice(0, -1) } },
    expected: 'signature_mismatch',
  },
  { name: 'more than it', request: { headers: { 'x-token': `${secret}x` } }, expected: 'signature_mismatch' },
  {
    name: 'it in capitals',
    request: { headers: { 'x-token': secret.toUpperCase() } },
    expected: 'signature_mismatch',
  },
  { name: 'none', request: { headers: {} }, expected: 'signature_missing' },
  { name: 'an empty one', request: { headers: { 'x-token': ' ' } }, expected: 'signature_missing' },
  { name: 'two', request: { headers: { 'x-token': [secret, secret] } }, expected: 'header_repeated' },
  {
    name: 'a bearer',
    change: bearer,
    request: { headers: { authorization: `Bearer ${secret}` } },
    expected: 'admitted',
  },
  {
    name: 'a bearer in lower case',
    change: bearer,
    request: { headers: { authorization: `bearer ${secret}` } },
    expected: 'admitted',
  },
  {
    name: 'no bearer',
    change: bearer,
    request: { headers: { authorization: secret } },
    expected: 'signature_malformed',
  },
  {
    name: 'another scheme of authentication',
    change: bearer,
    request: { headers: { authorization: `Basic ${secret}` } },
    expected: 'signature_malformed',
  },
  {
    name: 'another bearer',
    change: bearer,
    request: { headers: { authorization: `Bearer ${otherSecret}` } },
    expected: 'signature_mismatch',
  },
  {
    name: 'an optional bearer',
    change: loose,
    request: { headers: { authorization: secret } },
    expected: 'admitted',
  },
  {
    name: 'an optional bearer that is there',
    change: loose,
    request: { headers: { authorization: `BEARER ${secret}` } },
    expected: 'admitted',
  },
  {
    name: 'an optional bearer twice',
    change: loose,
    request: { headers: { authorization: `Bearer Bearer ${secret}` } },
    expected: 'signature_mismatch',
  },
  {
    name: 'a user and a password',
    change: user,
    secrets: 'user:pass:word',
    request: { headers: { authorization: `Basic ${basic}` } },
    expected: 'admitted',
  },
  {
    name: 'them in basic of lower case',
    change: user,
    secrets: 'user:pass:word',
    request: { headers: { authorization: `basic ${basic}` } },
    expected: 'admitted',
  },
  {
    name: 'them as they are',
    change: user,
    secrets: 'user:pass:word',
    request: { headers: { authorization: 'Basic user:pass:word' } },
    expected: 'signature_mismatch',
  },
  {
    name: 'them without the padding',
    change: user,
    secrets: 'user:password',
    request: {
      headers: {
        authorization: `Basic ${Buffer.from('user:password').toString('base64').replace(/=+$/, '')}`,
      },
    },
    expected: 'signature_mismatch',
  },
  {
    name: 'them without the scheme',
    change: user,
    secrets: 'user:pass:word',
    request: { headers: { authorization: basic } },
    expected: 'signature_malformed',
  },
  {
    name: 'a user beyond ASCII',
    change: user,
    secrets: 'üser:password',
    request: {
      headers: { authorization: `Basic ${Buffer.from('üser:password', 'utf8').toString('base64')}` },
    },
    expected: 'admitted',
  },
  {
    name: 'a parameter',
    change: { credential: { query: 't' } },
    request: { url: `/?t=${secret}` },
    expected: 'admitted',
  },
  {
    name: 'another parameter',
    change: { credential: { query: 't' } },
    request: { url: `/?s=${secret}` },
    expected: 'signature_missing',
  },
  {
    name: 'a parameter twice',
    change: { credential: { query: 't' } },
    request: { url: `/?t=${secret}&t=${secret}` },
    expected: 'header_repeated',
  },
  {
    name: 'a member of JSON',
    change: { credential: { json: '$.auth.token' } },
    request: { rawBody: `{"auth":{"token":"${secret}"}}` },
    expected: 'admitted',
  },
  {
    name: 'another member',
    change: { credential: { json: '$.auth.token' } },
    request: { rawBody: `{"token":"${secret}"}` },
    expected: 'signature_missing',
  },
  {
    name: 'no JSON',
    change: { credential: { json: '$.token' } },
    request: { rawBody: secret },
    expected: 'signature_missing',
  },
  {
    name: 'a wrong member',
    change: { credential: { json: '$.token' } },
    request: { rawBody: `{"token":"${otherSecret}"}` },
    expected: 'signature_mismatch',
  },
  {
    name: 'a field of a form',
    change: { credential: { form: 'token' } },
    request: { headers: form, rawBody: `a=1&token=${secret}` },
    expected: 'admitted',
  },
  {
    name: 'a field twice',
    change: { credential: { form: 'token' } },
    request: { headers: form, rawBody: `token=${secret}&token=x` },
    expected: 'header_repeated',
  },
])('judges $name: $expected', async ({ change, secrets, request, expected }) => {
  expect(await send(made(change, secrets), request)).toBe(expected)
})

test('looks for it in the header that its user chose, where that is theirs to say', async () => {
  const chosen = made({ headerIsChosen: true }, secret, { header: 'X-Mine' })
  expect(await send(chosen, { headers: { 'x-mine': secret } })).toBe('admitted')
  expect(await send(chosen, { headers: { 'x-token': secret } })).toBe('signature_missing')
  expect(chosen.sign({ body: '{}' })).toEqual({ 'x-mine': secret })
  expect(await send(made({ headerIsChosen: true }), { headers: { 'x-token': secret } })).toBe('admitted')
  expect(() => made({}, secret, { header: 'X-Mine' })).toThrow(/acme: unknown option header/)
  expect(() => made({ headerIsChosen: false }, secret, { header: 'X-Mine' })).toThrow(/unknown option header/)
})

test('takes any of several, each within its dates', async () => {
  const rotating = made({}, [
    { keyId: 'old', secret, notAfter: now },
    { keyId: 'new', secret: otherSecret, notBefore: now },
  ])
  const verdict = (at: number, credential: string) =>
    attempt(
      { scheme: rotating, eventId: false, clock: manualClock(at) },
      { headers: { 'x-token': credential }, rawBody: '{}' },
    )
  expect(await verdict(now, secret)).toBe('admitted')
  expect(await verdict(now, otherSecret)).toBe('admitted')
  expect(await verdict(now + 1, secret)).toBe('signature_mismatch')
  expect(await verdict(now - 1, otherSecret)).toBe('signature_mismatch')
  expect(rotating.sign({ body: '{}', sentAt: now - 1 })).toEqual({ 'x-token': secret })
  expect(rotating.sign({ body: '{}', sentAt: now + 1 })).toEqual({ 'x-token': otherSecret })
})

test('says which of several matched', async () => {
  const receiver = createReceiver({ scheme: made({}, [{ keyId: 'a', secret }, otherSecret]), eventId: false })
  const keyIdOf = async (credential: string) => {
    const reception = await receiver.receive({
      method: 'POST',
      headers: { 'x-token': credential },
      rawBody: '{}',
    })
    return reception.kind === 'admitted' ? reception.webhook.keyId : undefined
  }
  expect([await keyIdOf(secret), await keyIdOf(otherSecret)]).toEqual(['a', '1'])
})

test('asks a function of the request for those of a tenant', async () => {
  const scheme = made({}, ({ url }) =>
    url === '/a' ? secret : url === '/b' ? Promise.reject(new Error('x')) : undefined,
  )
  const headers = { 'x-token': secret }
  expect(await send(scheme, { url: '/a', headers })).toBe('admitted')
  expect(await send(scheme, { url: '/b', headers })).toBe('ERR_WEBHOOK_SECRETS_UNAVAILABLE')
  expect(await send(scheme, { url: '/c', headers })).toBe('signature_mismatch')
  expect(() => scheme.sign({ body: '{}' })).toThrow(/no credential is in force to send along/)
})

test('needs 8 bytes, or as many as the definition says', () => {
  expect(() => made({}, 'seven77')).toThrow(/too short: 7 bytes, and at least 8/)
  expect(() => made({}, 'eight888')).not.toThrow()
  expect(() => made({ minimumSecretBytes: 4 }, 'four')).not.toThrow()
  expect(() => made({ minimumSecretBytes: 4 }, 'abc')).toThrow(/at least 4/)
  expect(() => made({}, '')).toThrow(/empty/)
})

test('says that the body is not signed, and binds it to nothing', async () => {
  const scheme = made()
  expect(scheme).toMatchObject({ bodySigned: false, signsTimestamp: false })
  const headers = scheme.sign({ body: '{"a":1}' })
  expect(await send(scheme, { headers, rawBody: '{"b":2}' })).toBe('admitted')
})

test('compares hashes, so that not even the length shows', () => {
  const head = made().readHead({ headers: { 'x-token': 'x' } })
  expect(head.candidates).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)])
  expect(head.candidates).not.toEqual([macOf('x')])
})

test('shows it on no error, no event and no inspection', async () => {
  const warnings = recordWarnings()
  const shown: unknown[] = []
  const receiver = createReceiver({
    scheme: made({}, [secret, otherSecret]),
    eventId: false,
    onRejected: (error) => {
      shown.push(error)
    },
  })
  const wrong = 'a-wrong-credential-of-theirs'
  const refused = await receiver
    .receive({ method: 'POST', headers: { 'x-token': wrong }, rawBody: '{}' })
    .catch((error: unknown) => error)
  for (const seen of [refused, ...shown, ...warnings, receiver, made({}, [secret, otherSecret])]) {
    const text = inspect(seen, { depth: 10, showHidden: true }) + String(seen)
    for (const credential of [secret, otherSecret, wrong]) expect(text).not.toContain(credential)
  }
  expect(shown).toHaveLength(1)
})

test.each<{ credential: RequestSource; body: string; expected: object }>([
  {
    credential: { query: 't' },
    body: '{}',
    expected: { url: `https://example.com/?a=1&t=${secret}`, headers: {} },
  },
  {
    credential: { json: '$.t' },
    body: '{"a":1}',
    expected: { body: Buffer.from(`{"a":1,"t":"${secret}"}`) },
  },
  { credential: { form: 't' }, body: 'a=1', expected: { body: Buffer.from(`a=1&t=${secret}`) } },
  {
    credential: { header: 'x-t' },
    body: '{}',
    expected: { headers: { 'x-t': secret }, body: Buffer.from('{}') },
  },
])('sends it along where it stands', ({ credential, body, expected }) => {
  const scheme = made({ credential })
  const url = 'https://example.com/?a=1'
  if (!('header' in credential)) {
    expect(scheme.signRequest!({ body, url })).toMatchObject(expected)
    expect(() => scheme.sign({ body, url })).toThrow(/stands in no header: send what signRequest gives/)
  } else expect(Object.values(scheme.sign({ body, url }))).toEqual([secret])
})

test('writes its prefix, and a user and a password in base64', () => {
  expect(Object.values(made(bearer).sign({ body: '{}' }))).toEqual([`Bearer ${secret}`])
  expect(Object.values(made(user, 'user:pass:word').sign({ body: '{}' }))).toEqual([`Basic ${basic}`])
})

test('answers the checks of the endpoint that its definition has', async () => {
  const scheme = made({
    handshake: { signed: false, method: 'GET', when: { 'query:c': true }, answer: { text: '{query:c}' } },
  })
  expect(await send(scheme, { method: 'GET', url: '/?c=abc' })).toBe('handshake')
  const signed = made({ handshake: { when: { 'json:$.type': 'ping' }, answer: {} } })
  expect(await send(signed, { rawBody: '{"type":"ping"}', headers: { 'x-token': secret } })).toBe('handshake')
  expect(await send(signed, { rawBody: '{"type":"ping"}', headers: { 'x-token': otherSecret } })).toBe(
    'signature_mismatch',
  )
})

test('refuses members and options that there are not', () => {
  expect(() => made({ signs: '{body}' } as object)).toThrow(/defineCredential\(acme\): unknown option signs/)
  expect(() => made({}, secret, { token: 'x' })).toThrow(/acme: unknown option token/)
  expect(() => made({ params: ['account'] })).toThrow(/account must be text/)
})

test('reads a header whatever the case of its name, and credentials beyond ASCII', async () => {
  const inHeader = defineCredential({ name: 'acme', credential: { header: 'X-Token' } })
  const secrets = 'pässword-geheim'
  const headers = inHeader({ secrets }).sign({ body: '{}' })
  expect(Object.keys(headers)).toEqual(['x-token'])
  expect(await send(inHeader({ secrets }), { headers })).toBe('admitted')
  const inBody = defineCredential({ name: 'acme', credential: { json: '$.t' } })
  const judge = (token: string, secrets: string) =>
    send(inBody({ secrets }), { headers: {}, rawBody: JSON.stringify({ t: token }) })
  expect(await judge(secrets, secrets)).toBe('admitted')
  expect(await judge('Ł'.repeat(8), 'AAAAAAAA')).toBe('signature_mismatch')
})
