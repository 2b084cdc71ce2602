import {
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  X509Certificate,
} from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { importKey } from '../../src/keys/import-key.js'
import type { KeyFormat, KeyMaterial } from '../../src/keys/key-material.js'
import type { KeyAlgorithm } from '../../src/keys/key-algorithm.js'

const certificates = JSON.parse(
  readFileSync(join(__dirname, '../vectors/certificates.json'), 'utf8'),
) as Record<'rsa' | 'p256' | 'ed25519', string>
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed25519 = generateKeyPairSync('ed25519')

const pem = (key: KeyObject, type: 'spki' | 'pkcs8' | 'pkcs1' | 'sec1') =>
  key.export({ format: 'pem', type } as { format: 'pem'; type: 'spki' }) as string
const der = (key: KeyObject, type: 'spki' | 'pkcs8' | 'pkcs1') =>
  key.export({ format: 'der', type } as { format: 'der'; type: 'spki' })
const jwk = (key: KeyObject): JsonWebKey => key.export({ format: 'jwk' })
const part = (key: KeyObject, name: 'x' | 'y' | 'd') => Buffer.from(jwk(key)[name] as string, 'base64url')

const rawEd25519 = part(ed25519.publicKey, 'x')
const rawP256 = Buffer.concat([Buffer.of(4), part(p256.publicKey, 'x'), part(p256.publicKey, 'y')])
const seed = part(ed25519.privateKey, 'd')

test.each<{ name: string; algorithm: KeyAlgorithm; key: KeyObject }>([
  { name: 'RSA for PSS', algorithm: 'rsa-pss-sha256', ...rsa, key: rsa.publicKey },
  { name: 'RSA for PSS with SHA-512', algorithm: 'rsa-pss-sha512', key: rsa.publicKey },
  { name: 'RSA for PKCS #1', algorithm: 'rsa-pkcs1-sha256', key: rsa.publicKey },
  { name: 'RSA for OAEP', algorithm: 'rsa-oaep-256', key: rsa.publicKey },
  { name: 'P-256 for ECDSA', algorithm: 'ecdsa-p256-sha256', key: p256.publicKey },
  { name: 'P-256 for ECDH', algorithm: 'ecdh-es', key: p256.publicKey },
  { name: 'Ed25519', algorithm: 'ed25519', key: ed25519.publicKey },
])('imports a public key from each form that any has: $name', ({ algorithm, key }) => {
  const spki = der(key, 'spki')
  const forms: [KeyMaterial, KeyFormat?][] = [
    [key],
    [pem(key, 'spki')],
    [pem(key, 'spki').replaceAll('\n', '\r\n')],
    [spki],
    [new Uint8Array(spki)],
    [jwk(key)],
    [{ ...jwk(key), kid: 'a' }],
    [spki.toString('hex'), 'hex'],
    [spki.toString('hex').toUpperCase(), 'hex'],
    [spki.toString('base64'), 'base64'],
    [spki.toString('base64').replace(/=+$/, ''), 'base64'],
  ]
  for (const [form, format] of forms) {
    const imported = importKey(form, algorithm, format, 'ring: key 0')
    expect(imported.type).toBe('public')
    expect(imported.equals(key)).toBe(true)
  }
})

test.each<{ name: string; algorithm: KeyAlgorithm; key: KeyObject; forms: [KeyMaterial, KeyFormat?][] }>([
  {
    name: 'RSA',
    algorithm: 'rsa-pss-sha256',
    key: rsa.privateKey,
    forms: [[pem(rsa.privateKey, 'pkcs1')]],
  },
  {
    name: 'P-256',
    algorithm: 'ecdsa-p256-sha256',
    key: p256.privateKey,
    forms: [[pem(p256.privateKey, 'sec1')]],
  },
  {
    name: 'Ed25519',
    algorithm: 'ed25519',
    key: ed25519.privateKey,
    forms: [
      [`whsk_${seed.toString('base64')}`],
      [`whsk_${Buffer.concat([seed, rawEd25519]).toString('base64')}`],
    ],
  },
])('imports a private key from each form: $name', ({ algorithm, key, forms }) => {
  const pkcs8 = der(key, 'pkcs8')
  const all: [KeyMaterial, KeyFormat?][] = [
    ...forms,
    [key],
    [pem(key, 'pkcs8')],
    [pkcs8],
    [jwk(key)],
    [pkcs8.toString('hex'), 'hex'],
    [pkcs8.toString('base64'), 'base64'],
  ]
  for (const [form, format] of all) {
    const imported = importKey(form, algorithm, format, 'ring: key 0')
    expect(imported.type).toBe('private')
    expect(imported.equals(key)).toBe(true)
  }
})

test.each<{ name: string; algorithm: KeyAlgorithm; key: KeyObject; form: KeyMaterial; format?: KeyFormat }>([
  { name: 'PKCS #1', algorithm: 'rsa-pss-sha256', key: rsa.publicKey, form: pem(rsa.publicKey, 'pkcs1') },
  { name: 'raw Ed25519 bytes', algorithm: 'ed25519', key: ed25519.publicKey, form: rawEd25519 },
  {
    name: 'raw Ed25519 bytes as hex',
    algorithm: 'ed25519',
    key: ed25519.publicKey,
    form: rawEd25519.toString('hex'),
    format: 'hex',
  },
  {
    name: 'raw Ed25519 bytes as base64',
    algorithm: 'ed25519',
    key: ed25519.publicKey,
    form: rawEd25519.toString('base64'),
    format: 'base64',
  },
  {
    name: 'whpk_',
    algorithm: 'ed25519',
    key: ed25519.publicKey,
    form: `whpk_${rawEd25519.toString('base64')}`,
  },
  { name: 'a raw P-256 point', algorithm: 'ecdsa-p256-sha256', key: p256.publicKey, form: rawP256 },
  {
    name: 'a raw P-256 point as hex',
    algorithm: 'ecdh-es',
    key: p256.publicKey,
    form: rawP256.toString('hex'),
    format: 'hex',
  },
])('imports a public key from $name', ({ algorithm, key, form, format }) => {
  expect(importKey(form, algorithm, format, 'ring: key 0').equals(key)).toBe(true)
})

test.each<{ kind: keyof typeof certificates; algorithm: KeyAlgorithm }>([
  { kind: 'rsa', algorithm: 'rsa-pkcs1-sha256' },
  { kind: 'p256', algorithm: 'ecdsa-p256-sha256' },
  { kind: 'ed25519', algorithm: 'ed25519' },
])('imports the public key of an X.509 certificate: $kind', ({ kind, algorithm }) => {
  const imported = importKey(certificates[kind], algorithm, undefined, 'ring: key 0')
  expect(imported.equals(new X509Certificate(certificates[kind]).publicKey)).toBe(true)
})

test('imports a private key that has its curve before it, as OpenSSL writes it', () => {
  const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n'
  const imported = importKey(
    parameters + pem(p256.privateKey, 'sec1'),
    'ecdsa-p256-sha256',
    undefined,
    'ring: key 0',
  )
  expect(imported.equals(p256.privateKey)).toBe(true)
})

const secret = Buffer.from('00112233445566778899aabbccddeeffffeeddccbbaa99887766554433221100', 'hex')
test.each<{ name: string; form: KeyMaterial; format?: KeyFormat }>([
  { name: 'bytes', form: secret },
  { name: 'an array of bytes', form: new Uint8Array(secret) },
  { name: 'a KeyObject', form: createSecretKey(secret) },
  { name: 'a JWK', form: { kty: 'oct', k: secret.toString('base64url') } },
  { name: 'whsec_', form: `whsec_${secret.toString('base64')}` },
  { name: 'hex', form: secret.toString('hex'), format: 'hex' },
  { name: 'base64', form: secret.toString('base64'), format: 'base64' },
])('imports a shared secret from $name', ({ form, format }) => {
  for (const algorithm of [
    'hmac-sha1',
    'hmac-sha256',
    'hmac-sha384',
    'hmac-sha512',
    'aes-256-gcm',
  ] as const) {
    const imported = importKey(form, algorithm, format, 'ring: key 0')
    expect(imported.export()).toEqual(secret)
  }
})

test('imports a shared secret from text, by its UTF-8', () => {
  const imported = importKey('ein Schlüssel für Tests', 'hmac-sha256', 'utf8', 'ring: key 0')
  expect(imported.export()).toEqual(Buffer.from('ein Schlüssel für Tests', 'utf8'))
})

const restrictedTo = (hashAlgorithm: string, mgf1HashAlgorithm: string, saltLength: number) =>
  generateKeyPairSync('rsa-pss', {
    modulusLength: 2048,
    hashAlgorithm,
    mgf1HashAlgorithm,
    // Node takes a number; its types say text.
    saltLength: saltLength as never,
  }).publicKey

test.each<{ name: string; key: KeyObject; fits: KeyAlgorithm[]; not: KeyAlgorithm[] }>([
  {
    name: 'any hash',
    key: generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey,
    fits: ['rsa-pss-sha256', 'rsa-pss-sha512'],
    not: ['rsa-pkcs1-sha256', 'rsa-oaep-256'],
  },
  {
    name: 'SHA-512',
    key: restrictedTo('sha512', 'sha512', 64),
    fits: ['rsa-pss-sha512'],
    not: ['rsa-pss-sha256', 'rsa-pkcs1-sha256'],
  },
  {
    name: 'SHA-256 and MGF1 of SHA-512',
    key: restrictedTo('sha256', 'sha512', 32),
    fits: [],
    not: ['rsa-pss-sha256', 'rsa-pss-sha512'],
  },
  {
    name: 'SHA-512 and MGF1 of SHA-256',
    key: restrictedTo('sha512', 'sha256', 32),
    fits: [],
    not: ['rsa-pss-sha256', 'rsa-pss-sha512'],
  },
  {
    name: 'a salt longer than the hash',
    key: restrictedTo('sha256', 'sha256', 33),
    fits: [],
    not: ['rsa-pss-sha256', 'rsa-pss-sha512'],
  },
  {
    name: 'a salt as long as the hash',
    key: restrictedTo('sha256', 'sha256', 32),
    fits: ['rsa-pss-sha256'],
    not: ['rsa-pss-sha512'],
  },
])('imports an RSA-PSS key with $name for nothing that its parameters rule out', ({ key, fits, not }) => {
  for (const algorithm of fits) {
    expect(importKey(pem(key, 'spki'), algorithm, undefined, 'ring: key 0').equals(key)).toBe(true)
  }
  for (const algorithm of not) {
    expect(() => importKey(pem(key, 'spki'), algorithm, undefined, 'ring: key 0')).toThrow(
      `ring: key 0 is an RSA-PSS key whose parameters rule out ${algorithm}.`,
    )
  }
})

test('takes the public half of a private JWK from the private one, whatever the JWK says', () => {
  const other = jwk(generateKeyPairSync('ed25519').publicKey)
  const imported = importKey(
    { ...jwk(ed25519.privateKey), x: other.x as string },
    'ed25519',
    undefined,
    'key',
  )
  expect(createPublicKey(imported).equals(ed25519.publicKey)).toBe(true)
})
