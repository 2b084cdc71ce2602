import {
  type AdmittedReception,
  aesGcmEnvelope,
  type AesGcmEnvelopeOptions,
  type DecryptionError,
  keyRing,
  type KnownKeys,
  refusalAnswer,
} from '@postern/core'
import { createCipheriv } from 'node:crypto'
import fc from 'fast-check'
import { now } from '../attempt.js'
import { envelope, key, receive, refusalOf, signed } from './envelope-request.js'

const aad = Buffer.from('X-Webhook-Id:evt_1')
const sealed = envelope.seal('{"id":"evt_1"}', { aad })
const members = JSON.parse(sealed.body) as Record<'encrypted' | 'nonce' | 'aad', string>
const other = aesGcmEnvelope({ keys: Buffer.alloc(32, 8) })

function altered(changed: Record<string, unknown>): string {
  return JSON.stringify({ ...members, ...changed })
}

function withBytes(change: (bytes: Buffer) => Buffer): string {
  return altered({ encrypted: change(Buffer.from(members.encrypted, 'base64')).toString('base64') })
}

/** What GCM would take, had nobody asked for the whole tag. */
function withTagOf(authTagLength: number): string {
  const nonce = Buffer.alloc(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength })
  const bytes = [cipher.update('{"id":"a long enough event id"}'), cipher.final(), cipher.getAuthTag()]
  return JSON.stringify({
    encrypted: Buffer.concat(bytes).toString('base64'),
    nonce: nonce.toString('base64'),
  })
}

const withoutMembers = (...names: string[]) => altered(Object.fromEntries(names.map((name) => [name])))

const failures = [
  {
    name: 'an altered tag',
    body: withBytes((bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1)! ^ 1])])),
    reason: 'decryption_failed',
  },
  {
    name: 'an altered ciphertext',
    body: withBytes((bytes) => Buffer.concat([Buffer.from([bytes[0]! ^ 1]), bytes.subarray(1)])),
    reason: 'decryption_failed',
  },
  { name: 'a tag cut to 12 bytes', body: withTagOf(12), reason: 'decryption_failed' },
  { name: 'a tag cut to 4 bytes', body: withTagOf(4), reason: 'decryption_failed' },
  {
    name: 'less than a tag',
    body: withBytes((bytes) => bytes.subarray(0, 15)),
    reason: 'envelope_malformed',
  },
  {
    name: 'the nonce of another envelope',
    body: altered({ nonce: (JSON.parse(envelope.seal('').body) as typeof members).nonce }),
    reason: 'decryption_failed',
  },
  { name: 'other additional data', body: altered({ aad: 'AAAA' }), reason: 'decryption_failed' },
  { name: 'additional data left out', body: withoutMembers('aad'), reason: 'decryption_failed' },
  { name: 'an envelope of another key', body: other.seal('{}').body, reason: 'decryption_failed' },
  { name: 'a truncated envelope', body: sealed.body.slice(0, -5), reason: 'envelope_malformed' },
  { name: 'an empty body', body: '', reason: 'envelope_malformed' },
  { name: 'no nonce', body: withoutMembers('nonce'), reason: 'envelope_malformed' },
  { name: 'no ciphertext', body: withoutMembers('encrypted'), reason: 'envelope_malformed' },
  { name: 'a nonce of 11 bytes', body: altered({ nonce: 'AAAAAAAAAAAAAAA=' }), reason: 'nonce_length' },
  { name: 'a nonce of 16 bytes', body: altered({ nonce: 'A'.repeat(22) + '==' }), reason: 'nonce_length' },
  {
    name: 'a nonce written twice',
    body: `{"nonce":"AAAAAAAAAAAAAAAA",${sealed.body.slice(1)}`,
    reason: 'envelope_malformed',
  },
  {
    name: 'the same ciphertext written twice',
    body: `{"encrypted":"${members.encrypted}",${sealed.body.slice(1)}`,
    reason: 'envelope_malformed',
  },
  {
    name: 'a second member under an escaped name',
    body: `{"\\u006eonce":"AAAAAAAAAAAAAAAA",${sealed.body.slice(1)}`,
    reason: 'envelope_malformed',
  },
  {
    name: 'an escape, though it means the same',
    body: sealed.body.replace('"nonce"', '"\\u006eonce"'),
    reason: 'envelope_malformed',
  },
  { name: 'a number among the members', body: altered({ version: 1 }), reason: 'envelope_malformed' },
  { name: 'a list of one text', body: altered({ version: ['1'] }), reason: 'envelope_malformed' },
  { name: 'an object within', body: altered({ aad: { aad: 'AAAA' } }), reason: 'envelope_malformed' },
  { name: 'a list', body: `[${sealed.body}]`, reason: 'envelope_malformed' },
  { name: 'null', body: 'null', reason: 'envelope_malformed' },
  { name: 'a byte order mark', body: `\ufeff${sealed.body}`, reason: 'envelope_malformed' },
  {
    name: 'what is not UTF-8',
    body: Buffer.concat([
      Buffer.from('{"x":"'),
      Buffer.from([0xff]),
      Buffer.from(`",${sealed.body.slice(1)}`),
    ]),
    reason: 'envelope_malformed',
  },
  {
    name: 'base64 without its padding',
    body: altered({ aad: 'AA' }),
    reason: 'envelope_malformed',
  },
  { name: 'base64 with white space', body: altered({ aad: 'AA A' }), reason: 'envelope_malformed' },
  { name: 'base64url', body: altered({ nonce: '-___AAAAAAAAAAAA' }), reason: 'envelope_malformed' },
  { name: 'base64 with loose bits', body: altered({ aad: 'AB==' }), reason: 'envelope_malformed' },
  { name: 'plaintext', body: '{"id":"evt_1"}', reason: 'envelope_malformed' },
  { name: 'plaintext of texts', body: '{"encrypted":"yes","nonce":"no"}', reason: 'envelope_malformed' },
  { name: 'an unknown kid', body: altered({ kid: 'of-old' }), reason: 'key_unknown' },
  { name: 'an empty kid', body: altered({ kid: '' }), reason: 'key_unknown' },
  {
    name: 'another nonce in the headers',
    body: sealed.body,
    headers: { 'x-encryption-nonce': 'AAAAAAAAAAAAAAAA' },
    reason: 'nonce_conflict',
  },
  {
    name: 'its nonce in another spelling in the headers',
    body: sealed.body,
    headers: { 'x-encryption-nonce': `${members.nonce}=` },
    reason: 'nonce_conflict',
  },
  {
    name: 'the nonce in two headers',
    body: sealed.body,
    headers: { 'x-encryption-nonce': [members.nonce, members.nonce] },
    reason: 'nonce_conflict',
  },
]

test.each(failures)('refuses $name, for $reason', async ({ body, headers = {}, reason }) => {
  const error = await refusalOf(body, headers)
  expect(error).toMatchObject({ code: 'ERR_WEBHOOK_DECRYPTION', status: 400, reason })
})

test('answers every failure alike, byte for byte, and tells the reason to operators only', async () => {
  const answers = new Set<string>()
  for (const { body, headers = {} } of failures) {
    const error = await refusalOf(body, headers)
    answers.add(JSON.stringify(refusalAnswer(error)))
  }
  expect(new Set(failures.map(({ reason }) => reason)).size).toBe(5)
  expect([...answers].map((answer) => JSON.parse(answer) as unknown)).toEqual([
    {
      kind: 'answer',
      status: 400,
      headers: { 'content-type': 'application/problem+json' },
      body: '{"title":"Bad Request","status":400,"detail":"The payload could not be decrypted.","code":"ERR_WEBHOOK_DECRYPTION"}',
    },
  ])
})

test('opens what it sealed, whatever the bytes', () => {
  const bytes = fc.uint8Array({ maxLength: 500 })
  fc.assert(
    fc.property(
      bytes,
      fc.option(bytes, { nil: undefined }),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      (body, aad, key) => {
        const envelope = aesGcmEnvelope({ keys: { kid: 'a', key } })
        const { body: sealed, headers } = envelope.seal(body, { aad })
        expect(envelope.decrypt(Buffer.from(sealed), { headers }, now)).toEqual(Buffer.from(body))
      },
    ),
    { numRuns: 500 },
  )
})

test('refuses arbitrary bytes, and an envelope with any one bit flipped', () => {
  const request = { headers: {} }
  const refusal = (rawBody: Buffer): string => {
    try {
      envelope.decrypt(rawBody, request, now)
      return 'opened'
    } catch (error) {
      return (error as DecryptionError).code
    }
  }
  fc.assert(fc.property(fc.uint8Array(), (bytes) => refusal(Buffer.from(bytes)) === 'ERR_WEBHOOK_DECRYPTION'))
  const bits = sealed.body.length * 8
  fc.assert(
    fc.property(fc.integer({ min: 0, max: bits - 1 }), (bit) => {
      const bytes = Buffer.from(sealed.body)
      bytes[bit >> 3]! ^= 1 << (bit & 7)
      expect(refusal(bytes)).toBe('ERR_WEBHOOK_DECRYPTION')
    }),
    { numRuns: 1000 },
  )
})

test('seals each body under a nonce of its own, which stands in the header too', () => {
  const bodies = Array.from({ length: 100 }, () => envelope.seal('{}'))
  const nonces = bodies.map(({ body }) => (JSON.parse(body) as typeof members).nonce)
  expect(new Set(nonces).size).toBe(100)
  expect(bodies.map(({ headers }) => headers['x-encryption-nonce'])).toEqual(nonces)
})

test('takes members that it does not know, and white space, as long as all is text', () => {
  const body = Buffer.from(JSON.stringify({ ...members, alg: 'A256GCM' }, undefined, 2))
  expect(envelope.decrypt(body, { headers: {} }, now).toString()).toBe('{"id":"evt_1"}')
})

test('tries each key in force for an envelope without a kid, and only the named one with it', () => {
  const newer = { kid: 'newer', key: Buffer.alloc(32, 1) }
  const older = { kid: 'older', key }
  const both = aesGcmEnvelope({ keys: [newer, older] })
  const open = (body: string) => both.decrypt(Buffer.from(body), { headers: {} }, now).toString()
  expect(open(sealed.body)).toBe('{"id":"evt_1"}')
  expect(open(altered({ kid: 'older' }))).toBe('{"id":"evt_1"}')
  expect(() => open(altered({ kid: 'newer' }))).toThrow(
    expect.objectContaining({ reason: 'decryption_failed' }),
  )
})

const hour = 3_600_000

test.each([
  { name: 'not in force yet', input: { notBefore: now + 1 }, reason: 'key_unknown' },
  { name: 'no longer in force', input: { notAfter: now - 1 }, reason: 'key_unknown' },
  { name: 'in force', input: { notBefore: now - hour, notAfter: now + hour }, reason: 'opened' },
  { name: 'in force to this very instant', input: { notBefore: now, notAfter: now }, reason: 'opened' },
  { name: 'for encryption only', input: { use: 'encrypt' }, reason: 'key_unknown' },
  { name: 'retiring', input: { state: 'retiring' }, reason: 'opened' },
])('judges an envelope by a key that is $name: $reason', ({ input, reason }) => {
  for (const kid of [undefined, 'mine']) {
    const keys = { kid: 'mine', key, ...input } as KnownKeys
    let outcome = 'opened'
    try {
      aesGcmEnvelope({ keys }).decrypt(Buffer.from(altered({ kid })), { headers: {} }, now)
    } catch (error) {
      outcome = (error as DecryptionError).reason
    }
    expect(outcome).toBe(reason)
  }
})

test('seals with the first key in force that may encrypt, and names it', () => {
  const keys = [
    { kid: 'next', key: Buffer.alloc(32, 1), notBefore: now + hour },
    { kid: 'theirs', key: Buffer.alloc(32, 2), use: 'decrypt' as const },
    { kid: 'mine', key: Buffer.alloc(32, 3) },
  ]
  const kidAt = (sentAt: number | Date) =>
    (JSON.parse(aesGcmEnvelope({ keys }).seal('{}', { sentAt }).body) as { kid?: string }).kid
  expect(kidAt(now)).toBe('mine')
  expect(kidAt(new Date(now + hour))).toBe('next')
})

test('names no key that has no id of its own, in a list or in a ring', () => {
  const ring = keyRing([
    { algorithm: 'hmac-sha256', key: Buffer.alloc(32, 1) },
    { algorithm: 'aes-256-gcm', key },
  ])
  for (const keys of [key, [key], ring]) {
    expect(JSON.parse(aesGcmEnvelope({ keys }).seal('{}').body)).not.toHaveProperty('kid')
  }
})

test('seals nothing once no key is in force', () => {
  const envelope = aesGcmEnvelope({ keys: { key, notAfter: now } })
  expect(() => envelope.seal('{}', { sentAt: now + 1 })).toThrow(TypeError)
})

test('makes the additional data from the request when told to, and never takes the sender’s instead', async () => {
  const bound = aesGcmEnvelope({
    keys: key,
    aad: ({ headers }) => Buffer.from(`X-Webhook-Id:${(headers as Record<string, string>)['x-webhook-id']!}`),
  })
  const options = { decrypt: bound }
  const own = { 'x-webhook-id': 'evt_1' }
  for (const body of [sealed.body, withoutMembers('aad')]) {
    expect((await receive(signed(body, own), options)).kind).toBe('admitted')
    const error = await refusalOf(body, { 'x-webhook-id': 'evt_2' }, options)
    expect(error.reason).toBe('decryption_failed')
  }
})

test('refuses an envelope that names other additional data than it was sealed with', async () => {
  const options = { decrypt: aesGcmEnvelope({ keys: key, aad: () => aad }) }
  expect((await receive(signed(sealed.body), options)).kind).toBe('admitted')
  const error = await refusalOf(altered({ aad: 'AAAA' }), {}, options)
  expect(error.reason).toBe('decryption_failed')
})

test('fails, rather than do without, when the function of the additional data gives none', () => {
  const bound = aesGcmEnvelope({ keys: key, aad: () => undefined as never })
  expect(() => bound.decrypt(Buffer.from(sealed.body), { headers: {} }, now)).toThrow(TypeError)
})

test.each([
  { name: 'a key of 16 bytes', keys: Buffer.alloc(16, 1), message: /AES-256 needs 32/ },
  {
    name: 'a ring without such a key',
    keys: keyRing([{ algorithm: 'hmac-sha256', key }]),
    message: /no key/,
  },
  { name: 'a kid that needs an escape', keys: { kid: 'a"b', key }, message: /kid/ },
])('refuses $name when it is made', ({ keys, message }) => {
  expect(() => aesGcmEnvelope({ keys })).toThrow(message)
  expect(() => aesGcmEnvelope({ keys })).toThrow(TypeError)
})

test('refuses an option that does not exist', () => {
  expect(() => aesGcmEnvelope({ keys: key, kid: 'a' } as AesGcmEnvelopeOptions)).toThrow(/unknown option kid/)
})

test('opens a delivery that is signed over its envelope', async () => {
  const { webhook } = (await receive(signed(sealed.body, sealed.headers))) as AdmittedReception
  expect(webhook.payload).toEqual({ id: 'evt_1' })
  expect(webhook.rawBody.toString()).toBe(sealed.body)
})
