import { generateKeyPairSync } from 'node:crypto'
import { CompactSign, flattenedVerify } from 'jose'
import { createReceiver } from '@postern/core'
import { defineJwsDetached, type JwsDetachedDefinition, remoteJwks } from '@postern/core/jose'
import { manualClock } from '@postern/testing/manual-clock'
import { attempt, now } from '../attempt.js'
import { answerKeys, startJwksServer } from './jwks-server.js'
import { p256, rsa } from './key-pairs.js'

const body = '{"id":"evt_1","type":"made"}'
const definition: JwsDetachedDefinition = {
  name: 'acme',
  header: 'Acme-Signature',
  algorithms: ['RS256'],
  event: { id: '$.id', type: '$.type' },
}
const entry = { kid: 'a', algorithm: 'rsa-pkcs1-sha256', key: rsa.publicKey } as const

async function detached(alg: string, kid = 'a', key = rsa.privateKey, payload = body): Promise<string> {
  const jws = await new CompactSign(Buffer.from(payload)).setProtectedHeader({ alg, kid }).sign(key)
  return jws.replace(/\.[^.]*\./, '..')
}

const made = (change: Partial<JwsDetachedDefinition> = {}) => defineJwsDetached({ ...definition, ...change })
const verdict = (scheme: ReturnType<ReturnType<typeof made>>, jws: string, rawBody = body) =>
  attempt({ scheme }, { headers: { 'acme-signature': jws }, rawBody })

test('verifies what jose signs, and finds the event where it is told', async () => {
  const scheme = made()({ keys: entry })
  const receiver = createReceiver({ scheme, clock: manualClock(now) })
  const headers = { 'acme-signature': await detached('RS256') }
  expect(await receiver.receive({ method: 'POST', headers, rawBody: body })).toMatchObject({
    kind: 'admitted',
    webhook: { id: 'evt_1', type: 'made', source: 'acme', keyId: 'a' },
  })
  expect(await verdict(scheme, headers['acme-signature'], body.replace('evt_1', 'evt_2'))).toBe(
    'signature_mismatch',
  )
})

test('refuses every algorithm that is not in its list', async () => {
  const scheme = made()({ keys: entry })
  for (const alg of ['RS512', 'PS256'])
    expect(await verdict(scheme, await detached(alg))).toBe('algorithm_not_allowed')
  expect(await verdict(scheme, await detached('ES256', 'a', p256.privateKey))).toBe('algorithm_not_allowed')
  const both = made({ algorithms: ['RS256', 'RS512'] })({
    keys: [entry, { ...entry, kid: 'b', algorithm: 'rsa-pkcs1-sha512' }],
  })
  expect(await verdict(both, await detached('RS512', 'b'))).toBe('admitted')
  expect(await verdict(both, await detached('RS512', 'a'))).toBe('algorithm_not_allowed')
})

test('refuses keys of an algorithm that is not in its list', () => {
  expect(() => made()({ keys: { ...entry, algorithm: 'rsa-pss-sha256' } })).toThrow(
    /acme: no key for rsa-pkcs1-sha256 was given/,
  )
})

test('asks for the key with the kid of the JWS', async () => {
  const scheme = made()({ keys: (_, kid) => (kid === 'a' ? entry : []) })
  expect(await verdict(scheme, await detached('RS256', 'a'))).toBe('admitted')
  expect(await verdict(scheme, await detached('RS256', 'b'))).toBe('signature_mismatch')
})

test('takes of fetched keys those of its own algorithms alone', async () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = (key: typeof rsa, kid: string, alg?: string) => ({
    ...key.publicKey.export({ format: 'jwk' }),
    kid,
    alg,
  })
  const server = await startJwksServer(answerKeys(jwk(rsa, 'a', 'RS256'), jwk(other, 'b', 'PS256')))
  try {
    const scheme = made()({ keys: remoteJwks(server.url) })
    expect(await verdict(scheme, await detached('RS256', 'a'))).toBe('admitted')
    expect(await verdict(scheme, await detached('RS256', 'b', other.privateKey))).toBe('signature_mismatch')
    expect(await verdict(scheme, await detached('PS256', 'b', other.privateKey))).toBe(
      'algorithm_not_allowed',
    )
  } finally {
    await server.close()
  }
})

test('signs what jose verifies', async () => {
  const headers = made()({ keys: { ...entry, key: rsa.privateKey } }).sign({ body })
  expect(Object.keys(headers)).toEqual(['acme-signature'])
  const [header, , signature] = headers['acme-signature']!.split('.') as [string, string, string]
  const jws = { protected: header, payload: Buffer.from(body), signature }
  const { protectedHeader } = await flattenedVerify(jws, rsa.publicKey, { algorithms: ['RS256'] })
  expect(protectedHeader).toEqual({ alg: 'RS256', kid: 'a', b64: false, crit: ['b64'] })
})

test('refuses what it does not know, and a receiver with the private key', () => {
  expect(() => made({ signs: '{body}' } as object)).toThrow(/defineJwsDetached\(acme\): unknown option signs/)
  expect(() => made()({ keys: entry, header: 'x' } as { keys: typeof entry })).toThrow(
    /acme: unknown option header/,
  )
  expect(() => made()({ keys: undefined as never })).toThrow(/acme: keys are missing/)
  expect(() => createReceiver({ scheme: made()({ keys: { ...entry, key: rsa.privateKey } }) })).toThrow(
    /has a private key/,
  )
})

test('keeps the formats and the retry window of its definition', async () => {
  const scheme = made({ formats: ['json'], retryWindowMs: 30 * 86_400_000 })({ keys: entry })
  expect(() => createReceiver({ scheme, retentionMs: 86_400_000 })).toThrow(
    /'acme' tries again for 2592000000 ms/,
  )
  const headers = {
    'acme-signature': await detached('RS256', 'a', rsa.privateKey, 'id=1'),
    'content-type': 'application/x-www-form-urlencoded',
  }
  expect(await attempt({ scheme, eventId: 'hash' }, { headers, rawBody: 'id=1' })).toBe(
    'ERR_WEBHOOK_MEDIA_TYPE',
  )
})
