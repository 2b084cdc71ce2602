import { createHash } from 'node:crypto'
import { manualClock } from '@postern/testing/manual-clock'
import { createReceiver, type JwtDefinition } from '@postern/core'
import { attempt, now } from '../attempt.js'
import { jwt, seconds, secret, send, tokenOf } from './token.js'

const verdictOf = async (change: Partial<JwtDefinition>, claims: object, options: object = {}) =>
  send(jwt(change, { secrets: secret, ...options }), await tokenOf(claims))

test.each([
  { claims: {}, expected: 'admitted' },
  { claims: { exp: seconds + 1 }, expected: 'admitted' },
  { claims: { exp: seconds }, expected: 'admitted' },
  { claims: { exp: seconds - 4.999 }, expected: 'admitted' },
  { claims: { exp: seconds - 5 }, expected: 'signature_expired' },
  { claims: { exp: 0 }, expected: 'signature_expired' },
  { claims: { exp: String(seconds + 1) }, expected: 'timestamp_malformed' },
  { claims: { exp: null }, expected: 'timestamp_malformed' },
  { claims: { exp: -1 }, expected: 'timestamp_malformed' },
  { claims: { nbf: seconds + 5 }, expected: 'admitted' },
  { claims: { nbf: seconds + 5.001 }, expected: 'timestamp_in_future' },
  { claims: { nbf: String(seconds) }, expected: 'timestamp_malformed' },
  { claims: { nbf: null }, expected: 'timestamp_malformed' },
  { claims: { exp: seconds + 60, nbf: seconds - 60, iat: 0 }, expected: 'admitted' },
])('heeds when $claims is in force: $expected', async ({ claims, expected }) => {
  expect(await verdictOf({}, claims)).toBe(expected)
})

test.each([
  { claims: { iat: seconds }, expected: 'admitted' },
  { claims: { iat: seconds - 300 }, expected: 'admitted' },
  { claims: { iat: seconds - 301 }, expected: 'timestamp_too_old' },
  { claims: { iat: seconds + 301 }, expected: 'timestamp_in_future' },
  { claims: {}, expected: 'timestamp_missing' },
  { claims: { iat: null }, expected: 'timestamp_malformed' },
  { claims: { iat: String(seconds) }, expected: 'timestamp_malformed' },
  { claims: { iat: -1 }, expected: 'timestamp_malformed' },
])('judges the age of $claims where it is the timestamp: $expected', async ({ claims, expected }) => {
  expect(await verdictOf({ issuedAt: {} }, claims)).toBe(expected)
})

test('refuses a token without an end where the definition wants one', async () => {
  const token = { sub: 'x' }
  expect(await verdictOf({ expires: true }, token)).toBe('timestamp_missing')
  expect(await verdictOf({ expires: true }, { ...token, exp: seconds + 60 })).toBe('admitted')
  expect(await verdictOf({ expires: true }, { ...token, exp: seconds - 60 })).toBe('signature_expired')
  expect(await verdictOf({ expires: true }, { ...token, exp: null })).toBe('timestamp_malformed')
  expect(await verdictOf({ expires: false }, token)).toBe('admitted')
})

test('takes the tolerance of the definition', async () => {
  const issuedAt = { toleranceMs: 60_000 }
  expect(await verdictOf({ issuedAt }, { iat: seconds - 60 })).toBe('admitted')
  expect(await verdictOf({ issuedAt }, { iat: seconds - 61 })).toBe('timestamp_too_old')
  expect(jwt({ issuedAt })).toMatchObject({ signsTimestamp: true, toleranceMs: 60_000 })
  expect(jwt()).toMatchObject({ signsTimestamp: false, toleranceMs: undefined })
  const options = { scheme: jwt({ issuedAt }), eventId: false, toleranceMs: 600_000 } as const
  const headers = { 'x-token': await tokenOf({ iat: seconds - 600 }) }
  expect(await attempt(options, { headers, rawBody: '{}' })).toBe('admitted')
})

test('gives the instant of a fraction of a second to the route', async () => {
  const receiver = createReceiver({ scheme: jwt({ issuedAt: {} }), eventId: false, clock: manualClock(now) })
  const headers = { 'x-token': await tokenOf({ iat: seconds - 1.25 }) }
  expect(await receiver.receive({ method: 'POST', headers, rawBody: '{}' })).toMatchObject({
    webhook: { sentAt: now - 1250 },
  })
})

const claims = { iss: 'https://acme.example', aud: ['one', 'two'], verified: true } as const

test.each([
  { given: { iss: 'https://acme.example', aud: 'one', verified: true }, expected: 'admitted' },
  { given: { iss: 'https://acme.example', aud: 'two', verified: true }, expected: 'admitted' },
  { given: { iss: 'https://acme.example', aud: ['zero', 'two'], verified: true }, expected: 'admitted' },
  { given: { iss: 'https://acme.example', aud: ['zero'], verified: true }, expected: 'signature_mismatch' },
  { given: { iss: 'https://acme.example', aud: [], verified: true }, expected: 'signature_mismatch' },
  {
    given: { iss: 'https://acme.example', aud: ['one,two'], verified: true },
    expected: 'signature_mismatch',
  },
  { given: { iss: 'https://acme.example', verified: true }, expected: 'signature_mismatch' },
  { given: { iss: 'https://acme.example.evil', aud: 'one', verified: true }, expected: 'signature_mismatch' },
  { given: { aud: 'one', verified: true }, expected: 'signature_mismatch' },
  { given: { iss: 'https://acme.example', aud: 'one' }, expected: 'signature_mismatch' },
  { given: { iss: 'https://acme.example', aud: 'one', verified: 'true' }, expected: 'signature_mismatch' },
  { given: { iss: 'https://acme.example', aud: 'one', verified: 1 }, expected: 'signature_mismatch' },
  { given: { iss: 'https://acme.example', aud: 'one', verified: [true] }, expected: 'signature_mismatch' },
])('judges the claims $given: $expected', async ({ given, expected }) => {
  expect(await verdictOf({ claims }, given)).toBe(expected)
})

test('takes no claim of the prototype of all objects for one of the token', async () => {
  expect(await verdictOf({ claims: { constructor: true as const } }, {})).toBe('signature_mismatch')
  expect(await verdictOf({ claims: { toString: 'x' } }, {})).toBe('signature_mismatch')
})

test('compares a claim with an option of the scheme', async () => {
  const change = { claims: { aud: '{param:audience}' }, params: ['audience'] }
  const verdict = (audience: string) => verdictOf(change, { aud: audience }, { audience: 'my-project' })
  expect(await verdict('my-project')).toBe('admitted')
  expect(await verdict('their-project')).toBe('signature_mismatch')
  expect(await verdict('{param:audience}')).toBe('signature_mismatch')
  expect(() => jwt(change)).toThrow(/acme: audience must be text that is not empty/)
})

const rawBody = '{"id":"evt_1"}'
const digest = createHash('sha256').update(rawBody).digest()
const base64 = digest.toString('base64')
const url = digest.toString('base64url')

test.each<{ encoding: 'hex' | 'base64' | 'base64url'; good: string[]; bad: unknown[] }>([
  {
    encoding: 'hex',
    good: [digest.toString('hex'), digest.toString('hex').toUpperCase()],
    bad: [base64, url, digest.toString('hex').slice(2), '', 1, null, [digest.toString('hex')]],
  },
  {
    encoding: 'base64',
    good: [base64, base64.replace(/=$/, '')],
    bad: [url, digest.toString('hex'), `${base64}A`, '=', ''],
  },
  { encoding: 'base64url', good: [url, `${url}=`], bad: [base64, digest.toString('hex'), `A${url}`, ''] },
])(
  'binds the body by its hash in $encoding, with its padding or without',
  async ({ encoding, good, bad }) => {
    const scheme = jwt({ bodyHash: { claim: 'hash', encoding } })
    const verdict = async (hash: unknown, body = rawBody) =>
      send(scheme, await tokenOf({ hash }), { rawBody: body })
    for (const hash of good) {
      expect([hash, await verdict(hash)]).toEqual([hash, 'admitted'])
      expect([hash, await verdict(hash, '{"id":"evt_2"}')]).toEqual([hash, 'digest_mismatch'])
      expect([hash, await verdict(hash, '')]).toEqual([hash, 'digest_mismatch'])
    }
    for (const hash of bad) expect([hash, await verdict(hash)]).toEqual([hash, 'digest_mismatch'])
  },
)

test('refuses a hash with a character that a conversion to bytes would fold', async () => {
  const scheme = jwt({ bodyHash: { claim: 'hash', encoding: 'hex' } })
  const hash = digest.toString('hex')
  const folded = String.fromCharCode(hash.charCodeAt(0) + 0x4e00) + hash.slice(1)
  expect(await send(scheme, await tokenOf({ hash: folded }), { rawBody })).toBe('digest_mismatch')
})

test('needs the hash of a body that is there, and of one that is not only where it is said', async () => {
  const scheme = jwt({ bodyHash: { claim: 'hash', encoding: 'hex' } })
  const parse = { scheme, eventId: false, parse: 'raw' } as const
  const verdict = async (claims: object, body: string) =>
    attempt(parse, { headers: { 'x-token': await tokenOf(claims) }, rawBody: body })
  expect(await verdict({}, rawBody)).toBe('digest_mismatch')
  expect(await verdict({}, '')).toBe('admitted')
  expect(await verdict({ hash: createHash('sha256').digest('hex') }, '')).toBe('admitted')
  expect(await verdict({ hash: 'x' }, '')).toBe('digest_mismatch')
  expect(scheme).toMatchObject({ bodySigned: true })
  expect(jwt()).toMatchObject({ bodySigned: false })
})

const address = 'https://example.com/hook'
const addressHash = createHash('sha256').update(address).digest('hex')

test.each([
  { name: 'as it is', claim: { claim: 'url' }, good: address, bad: `${address}/` },
  { name: 'by its hash', claim: { claim: 'url', hash: 'hex' as const }, good: addressHash, bad: address },
])('binds the URL $name', async ({ claim, good, bad }) => {
  const verdict = (token: object, options: object = { url: address }) =>
    verdictOf({ url: claim }, token, options)
  expect(await verdict({ url: good })).toBe('admitted')
  expect(await verdict({ url: bad })).toMatch(/_mismatch$/)
  expect(await verdict({})).toMatch(/_mismatch$/)
  expect(await verdict({ url: good }, { url: 'https://other.example/hook' })).toMatch(/_mismatch$/)
  const byHost = jwt({ url: claim })
  const headers = { host: 'example.com' }
  expect(await send(byHost, await tokenOf({ url: good }), { url: '/hook', headers })).toBe('admitted')
  expect(await send(byHost, await tokenOf({ url: good }), { url: '/other', headers })).toMatch(/_mismatch$/)
})
