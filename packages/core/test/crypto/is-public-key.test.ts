import { createHmac, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineCredential, defineJwt, type Secrets } from '@postern/core'
import { isPublicKey } from '../../src/crypto/is-public-key.js'
import { acme } from '../schemes/acme.js'

const certificates = JSON.parse(readFileSync(join(__dirname, '../vectors/certificates.json'), 'utf8')) as {
  rsa: string
}
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const edwards = generateKeyPairSync('ed25519')
const certificate = new X509Certificate(certificates.rsa)

const keys = [
  { name: 'an RSA key as SPKI', der: rsa.publicKey.export({ format: 'der', type: 'spki' }) },
  { name: 'an RSA key as PKCS #1', der: rsa.publicKey.export({ format: 'der', type: 'pkcs1' }) },
  { name: 'an EC key as SPKI', der: p256.publicKey.export({ format: 'der', type: 'spki' }) },
  { name: 'an Ed25519 key as SPKI', der: edwards.publicKey.export({ format: 'der', type: 'spki' }) },
  { name: 'a certificate', der: certificate.raw },
  { name: 'a PEM as bytes', der: Buffer.from(rsa.publicKey.export({ format: 'pem', type: 'spki' })) },
  {
    name: 'a PEM behind other text',
    der: Buffer.from(`# key\n${String(p256.publicKey.export({ format: 'pem', type: 'spki' }))}`),
  },
  { name: 'a certificate in PEM', der: Buffer.from(certificates.rsa) },
]

const message = /is a key of a pair, and a shared secret is needed: a public key must never be one/

test.each(keys)('never takes $name for a secret', ({ der }) => {
  expect(isPublicKey(der)).toBe(true)
  expect(isPublicKey(new Uint8Array(der))).toBe(true)
  const refused = [
    () => acme({}, der),
    () => acme({}, ['a-secret-of-some-length', { secret: der, keyId: 'a' }]),
    () => acme({ secret: 'base64' }, der.toString('base64')),
    () => acme({ secret: 'whsec' }, `whsec_${der.toString('base64')}`),
    () => acme({ secret: 'hex' }, der.toString('hex')),
    () => acme({ algorithm: 'sha256', signs: '{body}{secret}' }, der),
    () => defineCredential({ name: 'acme', credential: { header: 'x-token' } })({ secrets: der }),
    () => defineJwt({ name: 'acme', token: { header: 'x-token' }, algorithms: ['HS256'] })({ secrets: der }),
  ]
  for (const make of refused) {
    expect(make).toThrow(message)
    expect(make).toThrow(TypeError)
  }
})

test.each([
  {
    name: 'PEM',
    text: String(rsa.publicKey.export({ format: 'pem', type: 'spki' })).trim(),
    message: /PEM key/,
  },
  {
    name: 'a private key',
    text: String(rsa.privateKey.export({ format: 'pem', type: 'pkcs8' })).trim(),
    message: /PEM key/,
  },
  { name: 'a certificate', text: certificates.rsa.trim(), message: /PEM key/ },
  {
    name: 'whpk_',
    text: `whpk_${Buffer.alloc(32, 7).toString('base64')}`,
    message: /an asymmetric key \(whpk_\)/,
  },
  {
    name: 'whsk_',
    text: `whsk_${Buffer.alloc(64, 7).toString('base64')}`,
    message: /an asymmetric key \(whsk_\)/,
  },
])('never takes $name as text for a secret, in any form', ({ text, message }) => {
  for (const form of ['utf8', 'base64', 'hex', 'whsec', 'sha1', 'sha256', 'nfkd'] as const)
    expect(() => acme({ secret: form }, text)).toThrow(message)
})

test('never takes one that a function of the request gives', async () => {
  const der = rsa.publicKey.export({ format: 'der', type: 'spki' })
  const secrets: Secrets = () => Promise.resolve(der)
  const forged = createHmac('sha256', der).update('{}').digest('hex')
  const scheme = acme({}, secrets)
  const head = scheme.readHead({ headers: { 'x-signature': forged } })
  await expect(
    Promise.resolve(scheme.verify(head, Buffer.from('{}'), { headers: {} }, Date.now())),
  ).rejects.toMatchObject({ code: 'ERR_WEBHOOK_SECRETS_UNAVAILABLE' })
})

test('takes other bytes for a secret', () => {
  const spki = rsa.publicKey.export({ format: 'der', type: 'spki' })
  for (const bytes of [
    Buffer.alloc(32, 7),
    Buffer.from('0'.repeat(40)),
    spki.subarray(1),
    spki.subarray(0, 40),
  ]) {
    expect(isPublicKey(bytes)).toBe(false)
    expect(() => acme({}, bytes)).not.toThrow()
  }
})
