import { createSecretKey, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { compactDecrypt, CompactEncrypt } from 'jose'
import {
  type AdmittedReception,
  createReceiver,
  DecryptionError,
  type KeyEntry,
  keyRing,
  SecretsUnavailableError,
  timestampedHmac,
} from '../../src/index.js'
import { jwe } from '../../src/jose/index.js'
import { vectorBytes } from '../golden-vectors.js'
import { jweVectors } from './golden-jose.js'
import { p256, rsa } from './key-pairs.js'

const secret = createSecretKey(randomBytes(32))
const kinds = [
  { alg: 'dir', algorithm: 'aes-256-gcm', opening: secret, sealing: secret },
  { alg: 'ECDH-ES', algorithm: 'ecdh-es', opening: p256.privateKey, sealing: p256.publicKey },
  { alg: 'RSA-OAEP-256', algorithm: 'rsa-oaep-256', opening: rsa.privateKey, sealing: rsa.publicKey },
] as const

const text = '{"id":"evt_1"}'
const request = { headers: {} }
const opened = (keys: Parameters<typeof jwe>[0]['keys'], body: string, now = 0) =>
  Promise.resolve(jwe({ keys }).decrypt(Buffer.from(body), request, now))
    .then(String)
    .catch((error: unknown) => {
      if (error instanceof DecryptionError) return error.reason
      throw error
    })
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
/** Any JWE with another header: nothing is read behind what these tests are about. */
const withHeader = (header: unknown) => `${encode(header)}..${'A'.repeat(16)}.AAAA.${'A'.repeat(21)}A`

test.each(jweVectors)('opens $id as its maker does', async ({ key, jwe: body, expect: wanted }) => {
  // One vector changes the kid alone. Both are of the vector's key, so that nothing but the header's tag is in its way.
  const entry = { algorithm: 'aes-256-gcm', key: vectorBytes(key) } as const
  const keys = ['aes-1', 'aes-2'].map((kid) => ({ ...entry, kid }))
  const plaintext = wanted.ok ? vectorBytes(wanted.plaintext!).toString() : wanted.reason
  expect(await opened(keys, body)).toBe(plaintext)
})

describe.each(kinds)('$alg', ({ alg, algorithm, opening, sealing }) => {
  const entry = { kid: 'a', algorithm, key: opening }
  const sealer = jwe({ keys: { kid: 'a', algorithm, key: sealing } })
  const byJose = (header: object = {}, key = sealing) =>
    new CompactEncrypt(Buffer.from(text)).setProtectedHeader({ alg, enc: 'A256GCM', ...header }).encrypt(key)

  test('opens what jose seals, and seals what jose opens, for any body', async () => {
    const property = fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const { body } = await sealer.seal(bytes)
      const { plaintext, protectedHeader } = await compactDecrypt(body, opening)
      expect(Buffer.from(plaintext).equals(bytes)).toBe(true)
      expect(protectedHeader).toMatchObject({ alg, enc: 'A256GCM', kid: 'a' })
      const jose = await new CompactEncrypt(bytes)
        .setProtectedHeader({ alg, enc: 'A256GCM' })
        .encrypt(sealing)
      const back = await jwe({ keys: entry }).decrypt(Buffer.from(jose), request, 0)
      expect(back.equals(bytes)).toBe(true)
    })
    await fc.assert(property, { numRuns: 15 })
  })

  test('selects the key by its kid, heeds its dates, and refuses an unknown one', async () => {
    expect(await opened(entry, await byJose({ kid: 'a' }))).toBe(text)
    expect(await opened(entry, await byJose())).toBe(text)
    expect(await opened(entry, await byJose({ kid: 'b' }))).toBe('key_unknown')
    expect(await opened({ ...entry, notAfter: 5 }, await byJose(), 6)).toBe('key_unknown')
    expect(await opened({ ...entry, state: 'retiring' }, await byJose())).toBe(text)
  })

  test('refuses any part that was changed', async () => {
    const parts = (await byJose()).split('.')
    for (const [index, part] of parts.entries()) {
      const changed = [...parts]
      changed[index] = part === '' ? 'AAAA' : `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}`
      expect(await opened(entry, changed.join('.'))).toMatch(/^(?:decryption_failed|envelope_malformed)$/)
    }
  })

  test('refuses another algorithm, another encryption, compression and extensions', async () => {
    for (const other of ['none', 'A256KW', 'RSA-OAEP', 'RSA1_5', 'ECDH-ES+A256KW', 'PBES2-HS256+A128KW'])
      expect(await opened(entry, withHeader({ alg: other, enc: 'A256GCM' }))).toBe('envelope_malformed')
    for (const other of kinds.filter((other) => other.alg !== alg))
      expect(await opened(entry, withHeader({ alg: other.alg, enc: 'A256GCM' }))).toBe('envelope_malformed')
    for (const header of [
      { enc: 'A128GCM' },
      { enc: 'A256CBC-HS512' },
      { zip: 'DEF' },
      { crit: ['x'], x: 1 },
      { kid: 1 },
    ])
      expect(await opened(entry, withHeader({ alg, enc: 'A256GCM', ...header }))).toBe('envelope_malformed')
  })
})

const dir = { algorithm: 'aes-256-gcm', key: secret } as const
const good = { alg: 'dir', enc: 'A256GCM' }

test.each([
  { name: 'plaintext', body: text, reason: 'envelope_malformed' },
  { name: 'nothing', body: '', reason: 'envelope_malformed' },
  { name: 'a JWS', body: 'e30.e30.AAAA', reason: 'envelope_malformed' },
  { name: 'six parts', body: `${withHeader(good)}.`, reason: 'envelope_malformed' },
  { name: 'a line behind it', body: `${withHeader(good)}\n`, reason: 'envelope_malformed' },
  {
    name: 'a nonce of 16 bytes',
    body: `${encode(good)}..${'A'.repeat(22)}.AAAA.${'A'.repeat(22)}`,
    reason: 'nonce_length',
  },
  {
    name: 'a tag of 4 bytes',
    body: `${encode(good)}..${'A'.repeat(16)}.AAAA.AAAAAA`,
    reason: 'envelope_malformed',
  },
  {
    name: 'base64 with its padding',
    body: `${encode(good)}..${'A'.repeat(16)}.AA==.${'A'.repeat(22)}`,
    reason: 'envelope_malformed',
  },
  {
    name: 'an encrypted key beside a shared one',
    body: `${encode(good)}.AAAA.${'A'.repeat(16)}.AAAA.${'A'.repeat(22)}`,
    reason: 'envelope_malformed',
  },
])('refuses $name', async ({ body, reason }) => {
  expect(await opened(dir, body)).toBe(reason)
})

test.each(['=', '!', ' '])('refuses an encrypted key with %p behind it', async (behind) => {
  const keys = { algorithm: 'rsa-oaep-256', key: rsa.privateKey } as const
  const { body } = await jwe({ keys: { ...keys, key: rsa.publicKey } }).seal(text)
  expect(await opened(keys, body)).toBe(text)
  const [header, encryptedKey, ...rest] = body.split('.')
  expect(await opened(keys, [header, `${encryptedKey!}${behind}`, ...rest].join('.'))).toBe(
    'envelope_malformed',
  )
})

test('refuses an ephemeral key that is not on the curve', async () => {
  const epk = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) }
  const body = withHeader({ alg: 'ECDH-ES', enc: 'A256GCM', epk })
  expect(await opened({ algorithm: 'ecdh-es', key: p256.privateKey }, body)).toBe('decryption_failed')
})

test('tries every key of the algorithm where there is no kid', async () => {
  const { body } = await jwe({ keys: dir }).seal(text)
  const other: KeyEntry = { algorithm: 'aes-256-gcm', key: randomBytes(32) }
  expect(await opened([other, dir], body)).toBe(text)
  expect(await opened(other, body)).toBe('decryption_failed')
  const ring = keyRing([
    { kid: 'mac', algorithm: 'hmac-sha256', key: randomBytes(32) },
    { kid: 'aes', ...dir },
  ])
  expect(await opened(ring, body)).toBe(text)
})

test('gives a receiver the plaintext of a signed body', async () => {
  const scheme = timestampedHmac({ secrets: randomBytes(32) })
  const { body } = await jwe({ keys: { kid: 'a', algorithm: 'ecdh-es', key: p256.publicKey } }).seal(text)
  const receiver = createReceiver({
    scheme,
    eventId: '$.id',
    decrypt: jwe({ keys: { kid: 'a', algorithm: 'ecdh-es', key: p256.privateKey } }),
  })
  const headers = { 'content-type': 'application/jose', ...scheme.sign({ body }) }
  const delivery = { method: 'POST', url: '/', headers, rawBody: body }
  const { webhook } = (await receiver.receive(delivery)) as AdmittedReception
  expect(webhook.payload).toEqual({ id: 'evt_1' })
})

test('refuses keys that cannot be for it', async () => {
  expect(() => jwe({ keys: undefined as never })).toThrow(/keys are missing/)
  expect(() => jwe({ keys: { algorithm: 'hmac-sha256', key: secret } })).toThrow(/no key for/)
  expect(() => jwe({ keys: { algorithm: 'aes-256-gcm', key: randomBytes(16) } })).toThrow(/AES-256 needs 32/)
  expect(() => jwe({ keys: dir, zip: true } as never)).toThrow(/unknown option zip/)
  await expect(jwe({ keys: { algorithm: 'ecdh-es', key: p256.privateKey } }).seal('')).rejects.toThrow(
    /may encrypt/,
  )
})

test('opens with the keys of the tenant alone, and asks again where they cannot be had', async () => {
  const keyOf: Record<string, KeyEntry> = {
    acme: { ...dir, kid: 'acme' },
    globex: { ...dir, kid: 'globex', key: randomBytes(32) },
  }
  const decrypter = jwe({
    keys: ({ url = '' }) => {
      if (url === '/down') throw new Error('no key service')
      return keyOf[url.slice(1)]
    },
  })
  const { body } = await jwe({ keys: dir }).seal(text)
  const open = (url: string) => Promise.resolve(decrypter.decrypt(Buffer.from(body), { headers: {}, url }, 0))
  expect(String(await open('/acme'))).toBe(text)
  await expect(open('/globex')).rejects.toMatchObject({ reason: 'decryption_failed' })
  await expect(open('/nobody')).rejects.toMatchObject({ reason: 'key_unknown' })
  await expect(open('/down')).rejects.toBeInstanceOf(SecretsUnavailableError)
})
