import { createHash, createHmac, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { CompactSign, FlattenedSign, flattenedVerify } from 'jose'
import { createReceiver, type KeyEntry, keyRing, perTenant } from '../../src/index.js'
import { jwsDetached } from '../../src/jose/index.js'
import { vectorBytes } from '../golden-vectors.js'
import { jwsVectors, publicPemOf } from './golden-jose.js'
import { body, headVerdict, now, verdict } from './jws-verdict.js'
import { edwards, p256, rsa, signingPairs } from './key-pairs.js'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const unencoded = { b64: false, crit: ['b64'] }

async function josePayload(header: { alg: string; kid?: string }, key: KeyObject, bytes: Uint8Array) {
  const jws = await new FlattenedSign(bytes).setProtectedHeader({ ...header, ...unencoded }).sign(key)
  return `${jws.protected!}..${jws.signature}`
}

test.each(jwsVectors)('judges $id as its maker does', async (vector) => {
  const { key: kid, jws, expect: wanted } = vector
  const algorithm = kid === 'ed25519-a' ? 'ed25519' : 'rsa-pss-sha256'
  const scheme = jwsDetached({ keys: { kid, algorithm, key: publicPemOf(vector) } })
  expect(await verdict(scheme, jws, vectorBytes(vector.body))).toBe(wanted.ok ? kid : wanted.reason)
})

describe.each(signingPairs)('$alg', ({ alg, algorithm, pair }) => {
  const entry = { kid: 'a', algorithm, key: pair.publicKey }
  const receiver = jwsDetached({ keys: entry })
  const sender = jwsDetached({ keys: { ...entry, key: pair.privateKey } })

  test('writes for any body what jose verifies, and verifies what jose writes', async () => {
    const property = fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const jws = sender.sign({ body: bytes })['x-jws-signature']!
      const [header, , signature] = jws.split('.') as [string, string, string]
      const verified = await flattenedVerify(
        { protected: header, payload: bytes, signature },
        pair.publicKey,
        { algorithms: [alg] },
      )
      expect(verified.protectedHeader).toEqual({ alg, kid: 'a', ...unencoded })
      const raw = Buffer.from(bytes)
      expect(await verdict(receiver, await josePayload({ alg, kid: 'a' }, pair.privateKey, bytes), raw)).toBe(
        'a',
      )
      const compact = await new CompactSign(bytes).setProtectedHeader({ alg }).sign(pair.privateKey)
      expect(await verdict(receiver, compact.replace(/\..*\./, '..'), raw)).toBe('a')
    })
    await fc.assert(property, { numRuns: 20 })
  })

  test('refuses another body, another key and a changed header', async () => {
    const jws = sender.sign({ body })['x-jws-signature']!
    expect(await verdict(receiver, jws)).toBe('a')
    expect(await verdict(receiver, jws, '{"id":"evt_2"}')).toBe('signature_mismatch')
    const [, , signature] = jws.split('.')
    const other = encode({ alg, kid: 'a', typ: 'x', ...unencoded })
    expect(await verdict(receiver, `${other}..${signature}`)).toBe('signature_mismatch')
    // The same signature, as if it were over base64url.
    expect(await verdict(receiver, `${encode({ alg, kid: 'a' })}..${signature}`)).toBe('signature_mismatch')
  })

  test('refuses every other algorithm, before there is a body', () => {
    for (const name of [
      'none',
      'None',
      'HS256',
      'RS256',
      'PS512',
      'ES384',
      'ES256K',
      alg.toLowerCase(),
      1,
      null,
    ]) {
      const jws = `${encode({ alg: name, ...unencoded })}..${randomBytes(64).toString('base64url')}`
      expect([name, headVerdict(receiver, jws)]).toEqual([name, 'algorithm_not_allowed'])
    }
    for (const other of signingPairs.filter((other) => other.alg !== alg)) {
      const jws = `${encode({ alg: other.alg, kid: 'a' })}..${randomBytes(64).toString('base64url')}`
      expect(headVerdict(receiver, jws)).toBe('algorithm_not_allowed')
    }
  })

  test('takes no MAC under the public key, however it is written', () => {
    const { publicKey } = pair
    const secrets = [
      publicKey.export({ format: 'pem', type: 'spki' }),
      publicKey.export({ format: 'der', type: 'spki' }),
      JSON.stringify(publicKey.export({ format: 'jwk' })),
    ]
    const header = encode({ alg: 'HS256', kid: 'a', ...unencoded })
    for (const secret of secrets) {
      const mac = createHmac('sha256', secret).update(`${header}.${body}`).digest('base64url')
      expect(headVerdict(receiver, `${header}..${mac}`)).toBe('algorithm_not_allowed')
    }
  })

  test('heeds the dates, the state and the use of a key', async () => {
    const jws = sender.sign({ body })['x-jws-signature']!
    const late = jwsDetached({ keys: { ...entry, notAfter: now - 1 } })
    expect(await verdict(late, jws)).toBe('signature_mismatch')
    expect(await verdict(jwsDetached({ keys: { ...entry, state: 'retiring' } }), jws)).toBe('a')
    const retired = jwsDetached({ keys: { ...entry, key: pair.privateKey, state: 'retiring' } })
    expect(() => retired.sign({ body })).toThrow(/no key that can sign/)
    expect(() => createReceiver({ scheme: sender, eventId: '$.id' })).toThrow(/has a private key \(a\)/)
  })
})

const ring = keyRing([
  { kid: 'new', algorithm: 'ed25519', key: edwards.publicKey },
  { kid: 'ec', algorithm: 'ecdsa-p256-sha256', key: p256.publicKey },
  { kid: 'pss', algorithm: 'rsa-pss-sha256', key: rsa.publicKey },
  { kid: 'pkcs1', algorithm: 'rsa-pkcs1-sha256', key: rsa.publicKey },
])
const signed = (entry: KeyEntry) => jwsDetached({ keys: entry }).sign({ body })['x-jws-signature']!

test('selects the key by its kid, and without one tries those of the algorithm', async () => {
  const scheme = jwsDetached({ keys: ring })
  const key = { algorithm: 'ed25519', key: edwards.privateKey } as const
  expect(await verdict(scheme, signed({ ...key, kid: 'new' }))).toBe('new')
  expect(await verdict(scheme, signed(key))).toBe('new')
  expect(headVerdict(scheme, signed({ ...key, kid: 'gone' }))).toBe('signature_mismatch')
  // A kid of a key for another algorithm, or for one that no JWS has.
  expect(headVerdict(scheme, signed({ ...key, kid: 'ec' }))).toBe('algorithm_not_allowed')
  expect(headVerdict(scheme, signed({ ...key, kid: 'pkcs1' }))).toBe('signature_mismatch')
})

test('takes keys of a function and of tenants, and refuses requests that these know none for', async () => {
  const jws = signed({ kid: 'new', algorithm: 'ed25519', key: edwards.privateKey })
  expect(await verdict(jwsDetached({ keys: () => Promise.resolve(ring) }), jws)).toBe('new')
  expect(await verdict(jwsDetached({ keys: () => undefined }), jws)).toBe('signature_mismatch')
  expect(await verdict(jwsDetached({ keys: () => [] }), jws)).toBe('signature_mismatch')
  const keys = perTenant({ tenant: () => 'a', load: () => ring })
  expect(await verdict(jwsDetached({ keys }), jws)).toBe('new')
  const own = { kid: 'new', algorithm: 'ed25519', key: edwards.privateKey } as const
  expect(await verdict(jwsDetached({ keys: () => own }), jws)).toBe('signature_mismatch')
  const failing = jwsDetached({ keys: () => Promise.reject(new Error('down')) })
  expect(await verdict(failing, jws)).toBe('ERR_WEBHOOK_SECRETS_UNAVAILABLE')
  expect(headVerdict(failing, `${encode({ alg: 'none' })}..`)).toBe('algorithm_not_allowed')
})

const header = (members: object) => `${encode({ alg: 'EdDSA', ...members })}..${'A'.repeat(86)}`
const base = encode({ alg: 'EdDSA' })

test.each([
  { name: 'an unknown crit', jws: header({ crit: ['exp'], exp: 1 }), reason: 'signature_unsupported' },
  {
    name: 'an unknown crit beside b64',
    jws: header({ b64: false, crit: ['b64', 'x'], x: 1 }),
    reason: 'signature_unsupported',
  },
  { name: 'an empty crit', jws: header({ crit: [] }), reason: 'header_malformed' },
  { name: 'an empty crit beside b64', jws: header({ crit: [], b64: false }), reason: 'header_malformed' },
  { name: 'a crit that is no list', jws: header({ crit: 'b64', b64: false }), reason: 'header_malformed' },
  {
    name: 'a crit that says b64 twice',
    jws: header({ crit: ['b64', 'b64'], b64: false }),
    reason: 'header_malformed',
  },
  { name: 'a crit of what is not there', jws: header({ crit: ['b64'] }), reason: 'header_malformed' },
  { name: 'a b64 that is not in crit', jws: header({ b64: false }), reason: 'header_malformed' },
  { name: 'a b64 that is text', jws: header({ b64: 'false', crit: ['b64'] }), reason: 'header_malformed' },
  { name: 'a kid that is a number', jws: header({ kid: 1 }), reason: 'header_malformed' },
  { name: 'a payload that is attached', jws: `${base}.e30.${'A'.repeat(86)}`, reason: 'header_malformed' },
  { name: 'two parts', jws: `${base}.${'A'.repeat(86)}`, reason: 'header_malformed' },
  { name: 'four parts', jws: `${base}..${'A'.repeat(86)}.`, reason: 'header_malformed' },
  { name: 'a header with padding', jws: `${base}=..${'A'.repeat(86)}`, reason: 'header_malformed' },
  { name: 'a header that is no JSON', jws: `e30x..${'A'.repeat(86)}`, reason: 'header_malformed' },
  {
    name: 'a header behind a byte order mark',
    jws: `${Buffer.from('\ufeff{"alg":"EdDSA"}').toString('base64url')}..${'A'.repeat(86)}`,
    reason: 'header_malformed',
  },
  {
    name: 'a header that is not UTF-8',
    jws: `${Buffer.from('{"alg":"EdDSA","kid":"\xff"}', 'latin1').toString('base64url')}..${'A'.repeat(86)}`,
    reason: 'header_malformed',
  },
  { name: 'a header that is null', jws: `${encode(null)}..${'A'.repeat(86)}`, reason: 'header_malformed' },
  { name: 'a header that is a list', jws: `${encode([])}..${'A'.repeat(86)}`, reason: 'header_malformed' },
  { name: 'a header too long', jws: header({ x: 'x'.repeat(8000) }), reason: 'header_malformed' },
  { name: 'a signature in base64', jws: `${base}..${'A'.repeat(85)}+`, reason: 'signature_malformed' },
  {
    name: 'a signature with bits behind its end',
    jws: `${base}..${'A'.repeat(85)}B`,
    reason: 'signature_malformed',
  },
  { name: 'no signature', jws: `${base}..`, reason: 'signature_malformed' },
  { name: 'an empty header', jws: '', reason: 'signature_missing' },
])('refuses $name before there is a body', ({ jws, reason }) => {
  expect(headVerdict(jwsDetached({ keys: ring }), jws)).toBe(reason)
})

test('takes no key from the message', async () => {
  const jwk = edwards.publicKey.export({ format: 'jwk' })
  const scheme = jwsDetached({ keys: { kid: 'a', algorithm: 'ecdsa-p256-sha256', key: p256.publicKey } })
  const attacked = await new FlattenedSign(Buffer.from(body))
    .setProtectedHeader({ alg: 'EdDSA', jwk: jwk, ...unencoded })
    .sign(edwards.privateKey)
  expect(await verdict(scheme, `${attacked.protected!}..${attacked.signature}`)).toBe('algorithm_not_allowed')
})

test('writes any header it is told to, and an id of the body by its hash', () => {
  const scheme = jwsDetached({ keys: { algorithm: 'ed25519', key: edwards.privateKey }, header: 'Acme-JWS' })
  const headers = scheme.sign({ body })
  expect(Object.keys(headers)).toEqual(['acme-jws'])
  const head = jwsDetached({ keys: ring, header: 'Acme-JWS' }).readHead({ headers })
  const hash = createHash('sha256').update(body).digest('base64url')
  expect(scheme.hashSignedContent(head, Buffer.from(body), { headers })).toBe(hash)
})

test('signs with the first key that is in force, and with none past its date', () => {
  const key = { algorithm: 'ed25519', key: edwards.privateKey } as const
  const scheme = jwsDetached({
    keys: [
      { kid: 'next', ...key, notBefore: now + 1 },
      { kid: 'lapsing', ...key, notAfter: now + 1 },
    ],
  })
  const kidAt = (sentAt: number) => {
    const [header] = scheme.sign({ body, sentAt })['x-jws-signature']!.split('.')
    return (JSON.parse(Buffer.from(header!, 'base64url').toString()) as { kid: string }).kid
  }
  expect([kidAt(now), kidAt(now + 1)]).toEqual(['lapsing', 'next'])
  const lapsed = jwsDetached({ keys: { ...key, notAfter: now - 1 } })
  expect(() => lapsed.sign({ body, sentAt: now })).toThrow(/no key that can sign is in force/)
})

test('refuses keys that cannot be for it', () => {
  expect(() => jwsDetached({ keys: undefined as never })).toThrow(/keys are missing/)
  expect(() => jwsDetached({ keys: { algorithm: 'rsa-pkcs1-sha256', key: rsa.publicKey } })).toThrow(
    /no key for/,
  )
  expect(() => jwsDetached({ keys: { algorithm: 'ed25519', key: rsa.publicKey } })).toThrow(
    /Ed25519 key is needed/,
  )
  const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 })
  expect(() => jwsDetached({ keys: { algorithm: 'rsa-pss-sha256', key: pss.publicKey } })).toThrow(
    /key 0 is of the type rsa-pss: give it as a plain RSA key/,
  )
  expect(() => jwsDetached({ keys: ring, headers: 'x' } as never)).toThrow(/unknown option headers/)
  expect(() => jwsDetached({ keys: ring, header: '' })).toThrow(/jwsDetached: header/)
  expect(() => jwsDetached({ keys: () => ring }).sign({ body })).toThrow(/give the keys themselves/)
})
