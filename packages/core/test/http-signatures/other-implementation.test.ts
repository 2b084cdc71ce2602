import { constants, generateKeyPairSync, sign } from 'node:crypto'
import { createSigner, createVerifier, httpbis } from 'http-message-signatures'
import { contentDigest, httpMessageSignatures } from '../../src/http-signatures/index.js'
import { attempt, now } from '../attempt.js'

const secret = Buffer.alloc(32, 7)
const edwards = generateKeyPairSync('ed25519')
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const body = '{"id":"evt_1"}'
const url = 'https://hooks.example.com/in?tenant=7'
const components = ['@method', '@target-uri', '@authority', '@path', '@query', 'content-digest', 'webhook-id']

const kinds = [
  { algorithm: 'hmac-sha256', name: 'hmac-sha256', pair: { privateKey: secret, publicKey: secret } },
  { algorithm: 'ed25519', name: 'ed25519', pair: edwards },
  { algorithm: 'ecdsa-p256-sha256', name: 'ecdsa-p256-sha256', pair: p256 },
  { algorithm: 'rsa-pkcs1-sha256', name: 'rsa-v1_5-sha256', pair: rsa },
  { algorithm: 'rsa-pss-sha512', name: 'rsa-pss-sha512', pair: rsa },
] as const

describe.each(kinds)('http-message-signatures with $name', ({ algorithm, name, pair }) => {
  // Its RSA-PSS has the longest salt that fits, and the RFC has one of 64 bytes (3.3.1).
  const signer = createSigner(pair.privateKey, name, 'k')
  if (name === 'rsa-pss-sha512') signer.sign = (data) => Promise.resolve(signPss(data))

  const message = {
    method: 'POST',
    url,
    headers: {
      host: 'hooks.example.com',
      'content-type': 'application/json',
      'content-digest': contentDigest(body, 'sha-512'),
      'webhook-id': 'evt_1',
    },
  }

  test('signs what we verify', async () => {
    const signed = await httpbis.signMessage(
      {
        key: signer,
        fields: [...components, 'content-type'],
        params: ['created', 'expires', 'nonce', 'keyid', 'alg', 'tag'],
        paramValues: { created: new Date(now), nonce: 'a "quoted" \\ one', tag: 'webhook' },
      },
      message,
    )
    const headers = signed.headers as Record<string, string>
    const keys = [{ kid: 'k', algorithm, key: pair.publicKey }]
    const scheme = httpMessageSignatures({ keys, components, tag: 'webhook' })
    const request = { url: '/in?tenant=7', headers, rawBody: body }
    expect(await attempt({ scheme }, request)).toBe('admitted')
    expect(await attempt({ scheme }, { ...request, rawBody: '{}' })).toBe('digest_mismatch')
    expect(await attempt({ scheme }, { ...request, url: '/in?tenant=8' })).toBe('signature_mismatch')
  })

  test('verifies what we sign', async () => {
    const keys = [{ kid: 'k', algorithm, key: pair.privateKey }]
    const scheme = httpMessageSignatures({ keys, components, url, tag: 'webhook' })
    const headers = { host: 'hooks.example.com', ...scheme.sign({ body, id: 'evt_1', sentAt: now }) }
    const key = { id: 'k', algs: [name], verify: createVerifier(pair.publicKey, name) }
    const verify = (request: Parameters<typeof httpbis.verifyMessage>[1]) =>
      httpbis.verifyMessage({ keyLookup: () => Promise.resolve(key), requiredFields: components }, request)
    expect(await verify({ ...message, headers })).toBe(true)
    expect(await verify({ ...message, headers, method: 'PUT' })).toBe(false)
  })
})

function signPss(data: Buffer): Buffer {
  const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_DIGEST: saltLength } = constants
  return sign('sha512', data, { key: rsa.privateKey, padding, saltLength })
}
