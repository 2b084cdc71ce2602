import { generateKeyPairSync } from 'node:crypto'
import { createReceiver, defineCredential, defineJwt, type Scheme, signedRequest } from '@postern/core'
import { defineJwsDetached } from '@postern/core/jose'

const secrets = 'a-secret-of-the-test-that-is-long-enough'
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const event = { id: ['$.id', { header: 'X-Event-Id' }] } as const

const credential = defineCredential({ name: 'acme', credential: { header: 'x-token' }, event })({ secrets })
const token = defineJwt({ name: 'acme', token: { header: 'x-token' }, algorithms: ['HS256'], event })({
  secrets,
})
const detached = defineJwsDetached({ name: 'acme', header: 'x-jws', algorithms: ['RS256'], event })
const pair = (key: typeof privateKey) => detached({ keys: { kid: 'a', algorithm: 'rsa-pkcs1-sha256', key } })

test.each<{ name: string; scheme: Scheme; receiving: Scheme }>([
  { name: 'a credential', scheme: credential, receiving: credential },
  { name: 'a token', scheme: token, receiving: token },
  { name: 'a detached JWS', scheme: pair(privateKey), receiving: pair(publicKey) },
])('sends the id along in the header that $name has for it', async ({ scheme, receiving }) => {
  expect(scheme.sign({ body: '{}', id: 'evt_1' })).toHaveProperty('x-event-id', 'evt_1')
  expect(scheme.sign({ body: '{}' })).not.toHaveProperty('x-event-id')
  for (const id of ['', 'a b', 'a\nb', 'ä€'])
    expect(() => scheme.sign({ body: '{}', id })).toThrow(/acme: the id must be printable text/)
  const { method, url, headers, body } = signedRequest(scheme, { amount: 1 }, { id: 'evt_2' })
  const reception = await createReceiver({ scheme: receiving }).receive({
    method,
    url,
    headers,
    rawBody: body,
  })
  expect(reception).toMatchObject({ kind: 'admitted', webhook: { id: 'evt_2' } })
})

test('keeps the header that a delivery has already, unless it has an id too', () => {
  const headers = { 'x-event-id': 'evt_1' }
  expect(signedRequest(credential, '{}', { headers, id: 'evt_2' }).headers).toMatchObject({
    'x-event-id': 'evt_2',
  })
  expect(credential.signRequest?.({ body: '{}', headers }).headers).toMatchObject(headers)
})
