import { type Secrets, standardWebhooks, timestampedHmac } from '@postern/core'
import { attempt, now } from './attempt.js'

const secret = 'a-secret-of-some-length'

test.each([
  { name: 'undefined', secrets: undefined, message: /secret 0 is missing/ },
  { name: 'null in a list', secrets: [secret, null], message: /secret 1 is missing/ },
  { name: 'an empty list', secrets: [], message: /no secret was given/ },
  { name: 'an empty text', secrets: '', message: /empty or blank/ },
  { name: 'a blank text', secrets: ' \t', message: /empty or blank/ },
  { name: 'a text with a line end', secrets: `${secret}\n`, message: /white space.*Trim it/ },
  { name: 'a short text', secrets: 'short', message: /5 bytes, and at least 8/ },
  { name: 'a text of 7 bytes', secrets: 'a-short', message: /7 bytes, and at least 8/ },
  { name: 'empty bytes', secrets: new Uint8Array(), message: /is empty/ },
  { name: 'a number', secrets: 12345678, message: /neither text nor bytes/ },
  {
    name: 'a public key',
    secrets: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
    message: /PEM/,
  },
  {
    name: 'a date that is none',
    secrets: { secret, notAfter: new Date('never') },
    message: /notAfter is not an instant/,
  },
])('refuses $name as a secret when the scheme is made', ({ secrets, message }) => {
  expect(() => timestampedHmac({ secrets: secrets as Secrets })).toThrow(message)
  expect(() => timestampedHmac({ secrets: secrets as Secrets })).toThrow(TypeError)
})

test.each([
  { name: 'whsec_ alone', secrets: 'whsec_', message: /nothing behind whsec_/ },
  { name: 'what is not base64', secrets: 'whsec_not-base64!', message: /not base64/ },
  { name: 'less than 16 bytes', secrets: 'whsec_c2hvcnQ=', message: /too short/ },
  { name: '15 bytes', secrets: Buffer.alloc(15, 7), message: /15 bytes, and at least 16/ },
  { name: 'a public key', secrets: 'whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', message: /asymmetric/ },
])('refuses $name as a Standard Webhooks secret', ({ secrets, message }) => {
  expect(() => standardWebhooks({ secrets })).toThrow(message)
})

test('never quotes a secret in the message', () => {
  for (const secrets of ['whsec_not-base64!', 'whsec_c2hvcnQ=']) {
    expect(() => standardWebhooks({ secrets })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(secrets.slice(6)) }),
    )
  }
})

test('asks a function of the request for the secrets of a tenant', async () => {
  const tenants: Record<string, string> = { '/a': 'the-secret-of-tenant-a', '/b': 'the-secret-of-tenant-b' }
  const scheme = timestampedHmac({ secrets: ({ url = '' }) => Promise.resolve(tenants[url] ?? []) })
  const headers = timestampedHmac({ secrets: 'the-secret-of-tenant-a' }).sign({ body: '{}', sentAt: now })
  const send = (url: string) => attempt({ scheme, eventId: false }, { url, headers, rawBody: '{}' })
  expect(await send('/a')).toBe('admitted')
  expect(await send('/b')).toBe('signature_mismatch')
  expect(await send('/unknown')).toBe('signature_mismatch')
  const silent = timestampedHmac({ secrets: () => undefined })
  expect(await attempt({ scheme: silent, eventId: false }, { headers, rawBody: '{}' })).toBe(
    'signature_mismatch',
  )
  expect(() => scheme.sign({ body: '{}' })).toThrow(/give the secrets themselves, not a function/)
})

test('answers 503 when the secrets cannot be had', async () => {
  const scheme = timestampedHmac({ secrets: () => Promise.reject(new Error('vault is sealed')) })
  const headers = timestampedHmac({ secrets: secret }).sign({ body: '{}', sentAt: now })
  expect(await attempt({ scheme, eventId: false }, { headers, rawBody: '{}' })).toBe(
    'ERR_WEBHOOK_SECRETS_UNAVAILABLE',
  )
})

test('verifies with a dated secret within its dates only', async () => {
  const scheme = timestampedHmac({ secrets: { secret, notBefore: new Date(now), notAfter: now + 1000 } })
  const send = async (sentAt: number) => {
    const { manualClock } = await import('@postern/testing/manual-clock')
    const headers = timestampedHmac({ secrets: secret }).sign({ body: '{}', sentAt })
    return attempt({ scheme, eventId: false, clock: manualClock(sentAt) }, { headers, rawBody: '{}' })
  }
  expect(await send(now - 1000)).toBe('signature_mismatch')
  expect(await send(now)).toBe('admitted')
  expect(await send(now + 1000)).toBe('admitted')
  expect(await send(now + 2000)).toBe('signature_mismatch')
  expect(() => scheme.sign({ body: '{}', sentAt: now - 1 })).toThrow(/in force/)
})
