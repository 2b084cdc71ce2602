import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { SecretsUnavailableError } from '../../src/index.js'
import { jwsDetached, remoteJwks, type RemoteJwksOptions } from '../../src/jose/index.js'
import { answerKeys, type JwksServer, startJwksServer } from './jwks-server.js'
import { body, verdict } from './jws-verdict.js'
import { edwards, p256, rsa, signingPairs } from './key-pairs.js'

const jwkOf = (key: KeyObject, members: object = {}) => ({ ...key.export({ format: 'jwk' }), ...members })
const set = signingPairs.map(({ alg, pair }) => jwkOf(pair.publicKey, { kid: alg, alg, use: 'sig' }))
const unavailable = 'ERR_WEBHOOK_SECRETS_UNAVAILABLE'

const signedWith = (key: KeyObject, kid?: string) =>
  jwsDetached({ keys: { algorithm: 'ed25519', key, ...(kid !== undefined && { kid }) } }).sign({ body })[
    'x-jws-signature'
  ]!
const good = signedWith(edwards.privateKey, 'EdDSA')

let server: JwksServer
beforeEach(async () => {
  server = await startJwksServer(answerKeys(...set))
})
afterEach(async () => {
  jest.restoreAllMocks()
  await server.close()
})

const schemeWith = (options?: RemoteJwksOptions) => jwsDetached({ keys: remoteJwks(server.url, options) })

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 5000
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('It did not come to be within 5 s.')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

async function causeOf(scheme: ReturnType<typeof schemeWith>): Promise<string> {
  try {
    const request = { headers: { 'x-jws-signature': good } }
    await scheme.verify(scheme.readHead(request), Buffer.from(body), request, Date.now())
  } catch (error) {
    if (error instanceof SecretsUnavailableError && error.cause instanceof Error) return error.cause.message
    throw error
  }
  throw new Error('It was verified.')
}

test.each(signingPairs)('verifies $alg by a key of the set', async ({ alg, algorithm, pair }) => {
  const sign = (kid?: string) =>
    jwsDetached({ keys: { algorithm, key: pair.privateKey, ...(kid !== undefined && { kid }) } }).sign({
      body,
    })
  const scheme = schemeWith()
  expect(await verdict(scheme, sign(alg)['x-jws-signature']!)).toBe(alg)
  expect(await verdict(scheme, sign()['x-jws-signature']!)).toBe(alg)
  const other = alg === 'PS256' ? 'ES256' : 'PS256'
  expect(await verdict(scheme, sign(other)['x-jws-signature']!)).toBe('algorithm_not_allowed')
  expect(server.requests).toBe(1)
})

test('asks once for deliveries that come at once, and not again for 1000 unknown kids', async () => {
  const scheme = schemeWith()
  const first = await Promise.all(Array.from({ length: 50 }, () => verdict(scheme, good)))
  expect(new Set(first)).toEqual(new Set(['EdDSA']))
  const kids = Array.from({ length: 1000 }, (_, index) => `made-up-${String(index)}`)
  const answers = await Promise.all(kids.map((kid) => verdict(scheme, signedWith(edwards.privateKey, kid))))
  expect(new Set(answers)).toEqual(new Set(['signature_mismatch']))
  expect(server.requests).toBe(1)
  expect(await verdict(scheme, good)).toBe('EdDSA')
})

test('finds a new key once the cool-down is over', async () => {
  const scheme = schemeWith({ cooldownMs: 500 })
  expect(await verdict(scheme, good)).toBe('EdDSA')
  const fresh = generateKeyPairSync('ed25519')
  server.answer = answerKeys(...set, jwkOf(fresh.publicKey, { kid: 'fresh' }))
  const jws = signedWith(fresh.privateKey, 'fresh')
  expect(await verdict(scheme, jws)).toBe('signature_mismatch')
  await until(async () => (await verdict(scheme, jws)) === 'fresh')
  expect(server.requests).toBe(2)
})

test('keeps a set while fetches fail, but for no longer than maxAgeMs, and asks no more than the cool-down lets it', async () => {
  const scheme = schemeWith({ cooldownMs: 200, maxAgeMs: 1500 })
  const begin = performance.now()
  expect(await verdict(scheme, good)).toBe('EdDSA')
  server.answer = (_, response) => response.writeHead(500).end()
  await until(() => server.requests >= 2 || verdict(scheme, good).then((found) => found !== 'EdDSA'))
  expect(performance.now() - begin).toBeGreaterThan(740)
  expect(await verdict(scheme, good)).toBe('EdDSA')
  await until(async () => (await verdict(scheme, good)) === unavailable)
  const elapsed = performance.now() - begin
  expect(elapsed).toBeGreaterThan(1490)
  expect(server.requests).toBeLessThanOrEqual(2 + elapsed / 200)
  server.answer = answerKeys(...set)
  await until(async () => (await verdict(scheme, good)) === 'EdDSA')
})

test('takes a set for as old as the question, however long the answer took', async () => {
  const scheme = schemeWith({ cooldownMs: 100, maxAgeMs: 2000 })
  server.answer = (request, response) =>
    void setTimeout(() => {
      answerKeys(...set)(request, response)
    }, 1200)
  expect(await verdict(scheme, good)).toBe('EdDSA')
  const answered = performance.now()
  server.answer = (_, response) => response.writeHead(500).end()
  await until(async () => (await verdict(scheme, good)) === unavailable)
  expect(performance.now() - answered).toBeLessThan(1600)
})

test('forgets a key that was taken out of the set', async () => {
  const scheme = schemeWith({ cooldownMs: 50, maxAgeMs: 200 })
  expect(await verdict(scheme, good)).toBe('EdDSA')
  server.answer = answerKeys()
  await until(async () => (await verdict(scheme, good)) === 'signature_mismatch')
})

test.each([
  {
    name: 'a set that is too large',
    answer: answerKeys(...set, { x: 'x'.repeat(100_000) }),
    cause: /is larger than 100000 bytes/,
  },
  {
    name: 'an endless set',
    answer: (_, response) => {
      const write = () => {
        if (response.write('x'.repeat(50_000))) setImmediate(write)
        else response.once('drain', write)
      }
      write()
    },
    cause: /is larger than 100000 bytes/,
  },
  {
    name: 'a redirect',
    answer: (request, response) => {
      if (request.url === '/elsewhere') response.end(JSON.stringify({ keys: set }))
      else response.writeHead(302, { location: '/elsewhere' }).end()
    },
    cause: /could not be fetched, or redirects/,
  },
  {
    name: 'an answer of 404',
    answer: (_, response) => response.writeHead(404).end(),
    cause: /answered 404/,
  },
  {
    name: 'a part of the set',
    answer: (_, response) => response.writeHead(206).end(JSON.stringify({ keys: set })),
    cause: /answered 206/,
  },
  {
    name: 'what is no JSON',
    answer: (_, response) => response.end('<html>'),
    cause: /is no JSON/,
  },
  {
    name: 'what is no JWK set',
    answer: (_, response) => response.end('[]'),
    cause: /is no JWK set/,
  },
])('takes no keys from $name, and says so to operators', async ({ answer, cause }) => {
  server.answer = answer
  const scheme = schemeWith()
  const message = await causeOf(scheme)
  expect(message).toMatch(cause)
  expect(message).not.toContain('s3cret')
  expect(await verdict(scheme, good)).toBe(unavailable)
  expect(server.requests).toBe(1)
})

test('takes a set of as many bytes as it may have, and of none more', async () => {
  const maxBytes = Buffer.byteLength(JSON.stringify({ keys: set }))
  expect(await verdict(schemeWith({ maxBytes }), good)).toBe('EdDSA')
  expect(await verdict(schemeWith({ maxBytes: maxBytes - 1 }), good)).toBe(unavailable)
})

test.each<{ name: string; answer: RequestListener }>([
  { name: 'that does not answer', answer: () => undefined },
  {
    name: 'that begins and does not end',
    answer: (_, response) => response.write('{"keys":['),
  },
])('waits no longer than timeoutMs for a server $name', async ({ answer }) => {
  server.answer = answer
  const begin = performance.now()
  expect(await causeOf(schemeWith({ timeoutMs: 100 }))).toMatch(/did not answer within 100 ms/)
  expect(performance.now() - begin).toBeLessThan(2000)
})

test('leaves out keys that are weak, private or for something else, with one warning', async () => {
  const warn = jest.spyOn(process, 'emitWarning').mockReturnValue()
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 })
  server.answer = answerKeys(
    jwkOf(weak.publicKey, { kid: 'weak', alg: 'PS256' }),
    { kty: 'OKP', crv: 'Ed25519', x: Buffer.alloc(32).toString('base64url'), kid: 'small-order' },
    jwkOf(generateKeyPairSync('ed25519').privateKey, { kid: 'private' }),
    { kty: 'oct', k: 'AAAA', kid: 'EdDSA', alg: 'HS256' },
    jwkOf(rsa.publicKey, { kid: 'rs256', alg: 'RS256' }),
    jwkOf(p256.publicKey, { kid: 'encryption', use: 'enc' }),
    jwkOf(p256.publicKey, { kid: 'operations', key_ops: ['sign'] }),
    jwkOf(p256.publicKey, { kid: 'no-list', key_ops: 'verify' }),
    null,
    'key',
    jwkOf(edwards.publicKey, { kid: 'EdDSA' }),
  )
  const keys = remoteJwks(server.url, { cooldownMs: 1 })
  expect((await keys.keysFor('EdDSA')).map(({ kid }) => kid)).toEqual(['EdDSA'])
  await until(async () => (await keys.keysFor('made-up')).length > 0 && server.requests > 1)
  expect(warn).toHaveBeenCalledTimes(1)
  expect(String(warn.mock.calls[0]?.[0])).toMatch(
    /key 0 is an RSA key of 1024 bits, and at least 2048 are needed.*It is not used/,
  )
})

test('calls a key without a kid by its thumbprint', async () => {
  server.answer = answerKeys(jwkOf(edwards.publicKey))
  expect(await verdict(schemeWith(), signedWith(edwards.privateKey))).toMatch(/^[\w-]{43}$/)
})

test.each([
  ['http://sender.example/jwks', /must be https/],
  ['http://127.0.0.1.sender.example/jwks', /must be https/],
  ['http://localhost.sender.example/jwks', /must be https/],
  ['file:///etc/jwks', /must be https/],
  ['ftp://127.0.0.1/jwks', /must be https/],
  ['https://user:password@sender.example/jwks', /a user or a password/],
  ['jwks.json', /the URL is none/],
])('refuses the URL %s', (url, message) => {
  expect(() => remoteJwks(url)).toThrow(message)
})

test('takes https, and http of this machine', () => {
  for (const url of [
    'https://sender.example/jwks',
    'http://localhost:1/',
    'http://[::1]:1/',
    new URL('http://127.0.0.2/'),
  ])
    expect(() => remoteJwks(url)).not.toThrow()
  expect(() => remoteJwks('https://sender.example', { cooldownMs: 1000, maxAgeMs: 1500 })).toThrow(
    /half of maxAgeMs/,
  )
  for (const name of ['timeoutMs', 'cooldownMs', 'maxBytes', 'maxAgeMs'])
    for (const value of [0, -1, NaN])
      expect(() => remoteJwks('https://sender.example', { [name]: value })).toThrow(TypeError)
  expect(() => remoteJwks('https://sender.example', { ttl: 1 } as never)).toThrow(/unknown option ttl/)
})
