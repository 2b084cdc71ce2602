import { createHmac, generateKeyPairSync } from 'node:crypto'
import { manualClock } from '@postern/testing/manual-clock'
import { createReceiver, type JwtDefinition, type JwtOptions, type Secrets } from '@postern/core'
import { remoteJwks } from '@postern/core/jose'
import { attempt, now } from '../attempt.js'
import { answerKeys, type JwksServer, startJwksServer } from '../jose/jwks-server.js'
import { jwt, otherRsa, otherSecret, partOf, rsa, secret, send, tokenOf } from './token.js'

const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const edwards = generateKeyPairSync('ed25519')
const pem = String(rsa.publicKey.export({ format: 'pem', type: 'spki' }))

const algorithms = (...names: JwtDefinition['algorithms']) => ({ algorithms: names })

test.each([
  { alg: 'RS256', pair: rsa },
  { alg: 'RS512', pair: rsa },
  { alg: 'PS256', pair: rsa },
  { alg: 'ES256', pair: p256 },
  { alg: 'EdDSA', pair: edwards },
] as const)('verifies what jose signs with $alg, and nothing of another key', async ({ alg, pair }) => {
  const scheme = jwt(algorithms(alg), { keys: pair.publicKey })
  const other =
    alg === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : alg === 'EdDSA'
        ? generateKeyPairSync('ed25519')
        : otherRsa
  expect(await send(scheme, await tokenOf({}, { alg }, pair.privateKey))).toBe('admitted')
  expect(await send(scheme, await tokenOf({}, { alg }, other.privateKey))).toBe('signature_mismatch')
})

test.each(['HS256', 'HS384', 'HS512'] as const)(
  'verifies what jose signs with %s, and no other',
  async (alg) => {
    const key = 'a-secret-of-64-bytes-as-jose-wants-of-those-who-sign-with-hs512!'
    const scheme = jwt(algorithms(alg), { secrets: key })
    for (const sent of ['HS256', 'HS384', 'HS512']) {
      const verdict = await send(scheme, await tokenOf({}, { alg: sent }, key))
      expect([sent, verdict]).toEqual([sent, sent === alg ? 'admitted' : 'algorithm_not_allowed'])
    }
  },
)

test.each(['none', 'None', 'NONE', '', 'HS256 ', 'hs256', 'constructor'])(
  'refuses alg %p, with a signature or without',
  async (alg) => {
    for (const options of [{ secrets: secret }, { keys: rsa.publicKey }] as JwtOptions[]) {
      const scheme = jwt(algorithms('secrets' in options ? 'HS256' : 'RS256'), options)
      const text = `${partOf({ alg })}.${partOf({})}`
      expect(await send(scheme, `${text}.`)).toBe('signature_malformed')
      const mac = createHmac('sha256', secret).update(text).digest('base64url')
      expect(await send(scheme, `${text}.${mac}`)).toBe('algorithm_not_allowed')
    }
  },
)

test('refuses HS256 under the public key', async () => {
  const spki = rsa.publicKey.export({ format: 'der', type: 'spki' })
  const jwk = JSON.stringify(rsa.publicKey.export({ format: 'jwk' }))
  for (const scheme of [
    jwt(algorithms('RS256'), { keys: pem }),
    jwt(algorithms('RS256', 'ES256'), { keys: pem }),
    jwt(algorithms('RS256', 'HS256'), { keys: pem }),
    jwt(algorithms('RS256'), { keys: () => pem }),
  ])
    for (const known of [pem, pem.trim(), spki, spki.toString('base64'), jwk]) {
      const text = `${partOf({ alg: 'HS256' })}.${partOf({})}`
      const mac = createHmac('sha256', known).update(text).digest('base64url')
      expect(await send(scheme, `${text}.${mac}`)).toBe('algorithm_not_allowed')
    }
})

test('refuses an algorithm of a key that is not in the list', async () => {
  const scheme = jwt(algorithms('PS256'), { keys: rsa.publicKey })
  expect(await send(scheme, await tokenOf({}, { alg: 'RS256' }, rsa.privateKey))).toBe(
    'algorithm_not_allowed',
  )
  const text = (alg: string) => partOf({ alg })
  const token = await tokenOf({}, { alg: 'RS256' }, rsa.privateKey)
  const relabelled = token.replace(text('RS256'), text('PS256'))
  expect(await send(scheme, relabelled)).toBe('signature_mismatch')
})

test('tries a key for each algorithm that its kind can have', async () => {
  const scheme = jwt(algorithms('RS256', 'PS256', 'ES256'), { keys: rsa.publicKey })
  expect(await send(scheme, await tokenOf({}, { alg: 'RS256' }, rsa.privateKey))).toBe('admitted')
  expect(await send(scheme, await tokenOf({}, { alg: 'PS256' }, rsa.privateKey))).toBe('admitted')
  expect(await send(scheme, await tokenOf({}, { alg: 'ES256' }, p256.privateKey))).toBe(
    'algorithm_not_allowed',
  )
})

test('takes secrets and keys side by side, each for its own algorithms', async () => {
  const scheme = jwt(algorithms('HS256', 'RS256'), { secrets: secret, keys: rsa.publicKey })
  expect(await send(scheme, await tokenOf({}))).toBe('admitted')
  expect(await send(scheme, await tokenOf({}, { alg: 'RS256' }, rsa.privateKey))).toBe('admitted')
  expect(await send(scheme, await tokenOf({}, {}, otherSecret))).toBe('signature_mismatch')
})

const named: Secrets = [
  { keyId: 'one', secret },
  { keyId: 'two', secret: otherSecret },
]

test('looks at the key that kid names alone', async () => {
  const scheme = jwt({}, { secrets: named })
  expect(await send(scheme, await tokenOf({}, { kid: 'one' }))).toBe('admitted')
  expect(await send(scheme, await tokenOf({}, { kid: 'two' }))).toBe('signature_mismatch')
  expect(await send(scheme, await tokenOf({}, { kid: 'three' }))).toBe('signature_mismatch')
  expect(await send(scheme, await tokenOf({}, { kid: '' }))).toBe('signature_mismatch')
  expect(await send(scheme, await tokenOf({}))).toBe('admitted')
})

test('takes keys without an id of their own for those of any kid', async () => {
  const scheme = jwt({}, { secrets: [otherSecret, secret] })
  for (const kid of ['0', 'one']) expect(await send(scheme, await tokenOf({}, { kid }))).toBe('admitted')
})

test('verifies with a dated key within its dates', async () => {
  const scheme = jwt({}, { secrets: { secret, notBefore: now, notAfter: now } })
  const headers = { 'x-token': await tokenOf({}) }
  const verdict = (at: number) =>
    attempt({ scheme, eventId: false, clock: manualClock(at) }, { headers, rawBody: '{}' })
  expect(await verdict(now)).toBe('admitted')
  expect(await verdict(now - 1)).toBe('signature_mismatch')
  expect(await verdict(now + 1)).toBe('signature_mismatch')
})

test('says which key matched', async () => {
  const receiver = createReceiver({ scheme: jwt({}, { secrets: named }), eventId: false })
  const headers = { 'x-token': await tokenOf({}, {}, otherSecret) }
  expect(await receiver.receive({ method: 'POST', headers, rawBody: '{}' })).toMatchObject({
    webhook: { keyId: 'two' },
  })
})

test('asks a function for secrets and keys, with the kid of the token', async () => {
  const asked: unknown[] = []
  const secrets: Secrets = ({ url }, kid) => {
    asked.push([url, kid])
    if (url === '/broken') throw new Error('vault is sealed')
    return url === '/a' ? Promise.resolve(secret) : undefined
  }
  const scheme = jwt({}, { secrets })
  const token = await tokenOf({}, { kid: 'k1' })
  expect(await send(scheme, token, { url: '/a' })).toBe('admitted')
  expect(await send(scheme, token, { url: '/b' })).toBe('signature_mismatch')
  expect(await send(scheme, token, { url: '/broken' })).toBe('ERR_WEBHOOK_SECRETS_UNAVAILABLE')
  expect(await send(scheme, await tokenOf({}, {}, otherSecret), { url: '/a' })).toBe('signature_mismatch')
  expect(asked).toEqual([
    ['/a', 'k1'],
    ['/b', 'k1'],
    ['/broken', 'k1'],
    ['/a', undefined],
  ])
  const byKey = jwt(algorithms('RS256'), {
    keys: (_, kid) => (kid === 'k1' ? { kid: 'k1', key: rsa.publicKey } : []),
  })
  expect(await send(byKey, await tokenOf({}, { alg: 'RS256', kid: 'k1' }, rsa.privateKey))).toBe('admitted')
  expect(await send(byKey, await tokenOf({}, { alg: 'RS256', kid: 'k2' }, rsa.privateKey))).toBe(
    'signature_mismatch',
  )
})

let server: JwksServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

test('fetches keys from a URL, and looks at the one that kid names', async () => {
  const jwkOf = (pair: typeof rsa, kid: string) => ({
    ...pair.publicKey.export({ format: 'jwk' }),
    kid,
    alg: 'RS256',
  })
  server = await startJwksServer(answerKeys(jwkOf(rsa, 'a'), jwkOf(otherRsa, 'b')))
  const scheme = jwt(algorithms('RS256'), { keys: remoteJwks(server.url) })
  const verdict = async (kid: string | undefined, pair = rsa, alg = 'RS256') =>
    send(scheme, await tokenOf({}, { alg, ...(kid === undefined ? {} : { kid }) }, pair.privateKey))
  expect(await verdict('a')).toBe('admitted')
  expect(await verdict('b')).toBe('signature_mismatch')
  expect(await verdict('b', otherRsa)).toBe('admitted')
  expect(await verdict(undefined, otherRsa)).toBe('admitted')
  expect(await verdict('c')).toBe('signature_mismatch')
  expect(await verdict('a', rsa, 'PS256')).toBe('algorithm_not_allowed')
  expect(() => scheme.sign({ body: '{}' })).toThrow(/no key that can sign is in force/)
})

test('answers 503 where the keys cannot be fetched', async () => {
  server = await startJwksServer((_, response) => response.writeHead(500).end())
  const scheme = jwt(algorithms('RS256'), { keys: remoteJwks(server.url) })
  expect(await send(scheme, await tokenOf({}, { alg: 'RS256' }, rsa.privateKey))).toBe(
    'ERR_WEBHOOK_SECRETS_UNAVAILABLE',
  )
})

test.each<{ name: string; names: JwtDefinition['algorithms']; options: JwtOptions; message: RegExp }>([
  { name: 'nothing for HS256', names: ['HS256'], options: {}, message: /no secret was given/ },
  { name: 'nothing for RS256', names: ['RS256'], options: {}, message: /no key was given/ },
  {
    name: 'nothing for either',
    names: ['HS256', 'RS256'],
    options: {},
    message: /no secret or key was given/,
  },
  {
    name: 'keys for HS256',
    names: ['HS256'],
    options: { secrets: secret, keys: rsa.publicKey },
    message: /so give secrets/,
  },
  {
    name: 'secrets for RS256',
    names: ['RS256'],
    options: { secrets: secret, keys: rsa.publicKey },
    message: /so give keys/,
  },
  { name: 'a short secret', names: ['HS256'], options: { secrets: 'short' }, message: /too short/ },
  {
    name: 'a public key for a secret',
    names: ['HS256'],
    options: { secrets: pem.trim() },
    message: /a public key must never be one/,
  },
  { name: 'a key of another kind', names: ['ES256'], options: { keys: rsa.publicKey }, message: /./ },
  {
    name: 'no key of any kind',
    names: ['ES256', 'EdDSA'],
    options: { keys: rsa.publicKey },
    message: /no key for ES256, EdDSA was given/,
  },
])('refuses $name', ({ names, options, message }) => {
  expect(() => jwt(algorithms(...names), options)).toThrow(message)
  expect(() => jwt(algorithms(...names), options)).toThrow(TypeError)
})

test('refuses a receiver with the private key', () => {
  expect(() =>
    createReceiver({ scheme: jwt(algorithms('RS256'), { keys: rsa.privateKey }), eventId: false }),
  ).toThrow(/has a private key/)
})
