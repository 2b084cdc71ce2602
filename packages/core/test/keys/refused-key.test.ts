import { createPublicKey, createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { importKey } from '../../src/keys/import-key.js'
import { expectRefusal, type Refused } from './expect-refusal.js'

const readJson = (file: string): unknown =>
  JSON.parse(readFileSync(join(__dirname, '../vectors', file), 'utf8'))
const certificates = readJson('certificates.json') as Record<'rsa' | 'p256' | 'ed25519', string>
const golden = readJson('golden-keys.json') as {
  keys: Record<string, { publicPem: string; privatePem: string }>
}
const weakRsa = golden.keys['rsa1024-weak']!

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
const secp256k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
const ed25519 = generateKeyPairSync('ed25519')
const ed448 = generateKeyPairSync('ed448')
const x25519 = generateKeyPairSync('x25519')

const pem = (key: KeyObject, type: 'spki' | 'pkcs8' | 'pkcs1' = 'spki') =>
  key.export({ format: 'pem', type } as { format: 'pem'; type: 'spki' }) as string
const der = (key: KeyObject, type: 'spki' | 'pkcs8' | 'pkcs1' = 'spki') =>
  key.export({ format: 'der', type } as { format: 'der'; type: 'spki' })
const rsaJwk = rsa.publicKey.export({ format: 'jwk' })
const p256Jwk = p256.publicKey.export({ format: 'jwk' })
const rawEd25519 = Buffer.from(ed25519.publicKey.export({ format: 'jwk' }).x as string, 'base64url')
const seed = Buffer.from(ed25519.privateKey.export({ format: 'jwk' }).d as string, 'base64url')
const withoutLine = (text: string, line: number) => text.split('\n').toSpliced(line, 1).join('\n')

const signaturesByRsa = ['rsa-pss-sha256', 'rsa-pss-sha512', 'rsa-pkcs1-sha256', 'rsa-oaep-256'] as const
test.each<Refused>(
  signaturesByRsa.flatMap((algorithm) => {
    const message = /an RSA key of 1024 bits, and at least 2048/
    return [
      { name: `a public key for ${algorithm}`, algorithm, key: weakRsa.publicPem, message },
      { name: `a private key for ${algorithm}`, algorithm, key: weakRsa.privatePem, message },
      { name: `a KeyObject for ${algorithm}`, algorithm, key: createPublicKey(weakRsa.publicPem), message },
    ]
  }),
)('refuses RSA of 1024 bits: $name', expectRefusal)

test.each([
  { exponent: 'AA', value: 0 },
  { exponent: 'AQ', value: 1 },
  { exponent: 'Ag', value: 2 },
  { exponent: 'AQAA', value: 65536 },
])('refuses RSA with the exponent $value', ({ exponent, value }) => {
  expectRefusal({
    name: '',
    algorithm: 'rsa-pss-sha256',
    key: { ...rsaJwk, e: exponent },
    message: new RegExp(`with the exponent ${value},`),
  })
})

// Points of order 1, 2, 4 and 8: https://www.rfc-editor.org/rfc/rfc8032#section-5.1, d y^4 + 2 y^2 = 1 for the order 8.
const prime = 2n ** 255n - 19n
const d = 37095705934669439343138083508754565189542113879843219016388785533085940283555n
const ordinates = [
  { order: 4, y: 0n },
  { order: 1, y: 1n },
  { order: 2, y: prime - 1n },
  { order: 8, y: 2707385501144840649318225287225658788936804267575313519463743609750303402022n },
  { order: 8, y: prime - 2707385501144840649318225287225658788936804267575313519463743609750303402022n },
]
const encodings = ordinates.flatMap(({ order, y }) =>
  [y, y + prime]
    .filter((value) => value < 2n ** 255n)
    .flatMap((value) => [value, value + 2n ** 255n])
    .map((value) => ({
      order,
      hex: Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse().toString('hex'),
    })),
)

test('knows fourteen encodings of small-order points, as the equation gives them', () => {
  const ofOrder8 = ordinates.filter(({ order }) => order === 8)
  for (const { y } of ofOrder8) expect((d * y ** 4n + 2n * y ** 2n) % prime).toBe(1n)
  expect(new Set(encodings.map(({ hex }) => hex)).size).toBe(14)
})

test.each(encodings)('refuses the Ed25519 point $hex, of order $order', ({ hex }) => {
  const bytes = Buffer.from(hex, 'hex')
  const message = /an Ed25519 point of small order, under which anyone can sign/
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes])
  const text = `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64')}\n-----END PUBLIC KEY-----\n`
  for (const key of [bytes, jwk, spki, text, `whpk_${bytes.toString('base64')}`])
    expectRefusal({ name: '', algorithm: 'ed25519', key, message })
  expectRefusal({ name: '', algorithm: 'ed25519', key: hex, format: 'hex', message })
})

test.each<Refused>([
  {
    name: 'P-384 for ECDSA',
    algorithm: 'ecdsa-p256-sha256',
    key: pem(p384.publicKey),
    message: /ec on secp384r1, and an EC key on P-256/,
  },
  {
    name: 'P-384 for ECDH',
    algorithm: 'ecdh-es',
    key: pem(p384.privateKey, 'pkcs8'),
    message: /ec on secp384r1/,
  },
  {
    name: 'P-384 as a JWK',
    algorithm: 'ecdsa-p256-sha256',
    key: p384.publicKey.export({ format: 'jwk' }),
    message: /ec on secp384r1/,
  },
  {
    name: 'secp256k1',
    algorithm: 'ecdsa-p256-sha256',
    key: der(secp256k1.publicKey),
    message: /ec on secp256k1/,
  },
  { name: 'Ed448', algorithm: 'ed25519', key: pem(ed448.publicKey), message: /is ed448, and an Ed25519 key/ },
  {
    name: 'X25519',
    algorithm: 'ed25519',
    key: pem(x25519.publicKey),
    message: /is x25519, and an Ed25519 key/,
  },
  {
    name: 'Ed25519 for RSA',
    algorithm: 'rsa-pss-sha256',
    key: pem(ed25519.publicKey),
    message: /is ed25519, and an RSA key/,
  },
  { name: 'EC for RSA', algorithm: 'rsa-oaep-256', key: p256.publicKey, message: /is ec, and an RSA key/ },
  {
    name: 'RSA for EC',
    algorithm: 'ecdsa-p256-sha256',
    key: rsaJwk,
    message: /is rsa, and an EC key on P-256/,
  },
  {
    name: 'RSA for Ed25519',
    algorithm: 'ed25519',
    key: certificates.rsa,
    message: /is rsa, and an Ed25519 key/,
  },
  {
    name: 'Ed25519 for EC',
    algorithm: 'ecdh-es',
    key: ed25519.publicKey,
    message: /is ed25519, and an EC key/,
  },
  {
    name: 'a shared secret for RSA',
    algorithm: 'rsa-pss-sha256',
    key: createSecretKey(seed),
    message: /is a shared secret, and an RSA key/,
  },
  {
    name: 'a shared secret for EC',
    algorithm: 'ecdsa-p256-sha256',
    key: createSecretKey(seed),
    message: /is a shared secret, and an EC key/,
  },
  {
    name: 'a shared secret for Ed25519',
    algorithm: 'ed25519',
    key: createSecretKey(seed),
    message: /is a shared secret, and an Ed25519/,
  },
  {
    name: 'whsec_ for Ed25519',
    algorithm: 'ed25519',
    key: `whsec_${seed.toString('base64')}`,
    message: /shared secret \(whsec_\), and a key of a pair/,
  },
  {
    name: 'whsec_ for RSA',
    algorithm: 'rsa-pkcs1-sha256',
    key: `whsec_${seed.toString('base64')}`,
    message: /shared secret \(whsec_\), and a key of a pair/,
  },
  {
    name: 'an oct JWK for Ed25519',
    algorithm: 'ed25519',
    key: { kty: 'oct', k: seed.toString('base64url') },
    message: /no JWK of a key pair/,
  },
  {
    name: 'whpk_ for RSA',
    algorithm: 'rsa-pss-sha256',
    key: `whpk_${rawEd25519.toString('base64')}`,
    message: /an Ed25519 key \(whpk_\), and an RSA key/,
  },
  {
    name: 'whsk_ for EC',
    algorithm: 'ecdh-es',
    key: `whsk_${seed.toString('base64')}`,
    message: /an Ed25519 key \(whsk_\), and an EC key on P-256/,
  },
])('refuses a key of another kind: $name', expectRefusal)

test.each<Refused>([
  { name: 'empty text', algorithm: 'ed25519', key: '', message: /empty or blank/ },
  { name: 'blank text', algorithm: 'hmac-sha256', key: ' \n\t', format: 'utf8', message: /empty or blank/ },
  {
    name: 'a secret without format',
    algorithm: 'hmac-sha256',
    key: 'bG9uZyBlbm91Z2ggdG8gYmUgYSBrZXk=',
    message: /say how to read it, with format: 'base64', 'hex' or 'utf8'/,
  },
  {
    name: 'a public key without format',
    algorithm: 'ed25519',
    key: rawEd25519.toString('base64'),
    message: /say how to read it, with format: 'base64' or 'hex'/,
  },
  {
    name: 'a public key as UTF-8',
    algorithm: 'ed25519',
    key: rawEd25519.toString('base64'),
    format: 'utf8',
    message: /with format: 'base64' or 'hex'/,
  },
  {
    name: 'a format that there is not',
    algorithm: 'hmac-sha256',
    key: 'bG9uZyBlbm91Z2ggdG8gYmUgYSBrZXk',
    format: 'base32' as 'hex',
    message: /format must be one of utf8, hex, base64, and is base32/,
  },
  {
    name: 'broken hex',
    algorithm: 'hmac-sha256',
    key: `${secretHex()}0g`,
    format: 'hex',
    message: /is not hexadecimal/,
  },
  {
    name: 'an odd number of hex digits',
    algorithm: 'ed25519',
    key: rawEd25519.toString('hex').slice(1),
    format: 'hex',
    message: /is not hexadecimal/,
  },
  {
    name: 'base64url for base64',
    algorithm: 'hmac-sha256',
    key: '-_-_bG9uZyBlbm91Z2ggdG8gYmUgYSBrZXk',
    format: 'base64',
    message: /is not base64/,
  },
  {
    name: 'base64 with a line end',
    algorithm: 'hmac-sha256',
    key: 'bG9uZyBlbm91Z2ggdG8gYmUgYSBrZXk=\n',
    format: 'base64',
    message: /is not base64/,
  },
  {
    name: 'broken base64 behind whsec_',
    algorithm: 'hmac-sha256',
    key: 'whsec_bG9uZyBlbm91Z2ggdG8!gYmUgYSBrZXk',
    message: /is not base64/,
  },
  {
    name: 'broken base64 behind whpk_',
    algorithm: 'ed25519',
    key: `whpk_${rawEd25519.toString('base64')}!`,
    message: /is not base64/,
  },
  {
    name: 'broken base64 in a JWK',
    algorithm: 'hmac-sha256',
    key: { kty: 'oct', k: 'bG9uZyBlbm91Z2g+gdG8gYmUg' },
    message: /k is not base64url/,
  },
  {
    name: 'an oct JWK without k',
    algorithm: 'hmac-sha256',
    key: { kty: 'oct' },
    message: /k is not base64url/,
  },
  {
    name: 'PEM that lacks a line',
    algorithm: 'rsa-pss-sha256',
    key: withoutLine(pem(rsa.publicKey), 3),
    message: /no PEM that can be read/,
  },
  {
    name: 'PEM without its end',
    algorithm: 'rsa-pss-sha256',
    key: pem(rsa.publicKey).slice(0, 200),
    message: /no PEM that can be read/,
  },
  {
    name: 'PEM of a private key that lacks a line',
    algorithm: 'rsa-pss-sha256',
    key: withoutLine(pem(rsa.privateKey, 'pkcs8'), 5),
    message: /no PEM that can be read/,
  },
  {
    name: 'PEM with its lines run together',
    algorithm: 'ed25519',
    key: pem(ed25519.publicKey).replaceAll('\n', ''),
    message: /no PEM that can be read/,
  },
  {
    name: 'PEM of something else',
    algorithm: 'ed25519',
    key: '-----BEGIN PGP MESSAGE-----\nbG9uZyBlbm91Z2g=\n-----END PGP MESSAGE-----\n',
    message: /no PEM that can be read/,
  },
  {
    name: 'an encrypted private key',
    algorithm: 'ed25519',
    key: ed25519.privateKey.export({
      format: 'pem',
      type: 'pkcs8',
      cipher: 'aes-256-cbc',
      passphrase: 'test',
    }),
    message: /no PEM that can be read/,
  },
  {
    name: 'DER cut short',
    algorithm: 'rsa-pss-sha256',
    key: der(rsa.publicKey).subarray(0, 100),
    message: /neither DER .* nor the bytes of a public key/,
  },
  { name: '31 bytes for Ed25519', algorithm: 'ed25519', key: rawEd25519.subarray(1), message: /neither DER/ },
  {
    name: '33 bytes behind whpk_',
    algorithm: 'ed25519',
    key: `whpk_${Buffer.concat([rawEd25519, Buffer.of(1)]).toString('base64')}`,
    message: /neither DER/,
  },
  {
    name: 'a point that is not on P-256',
    algorithm: 'ecdsa-p256-sha256',
    key: Buffer.alloc(65, 4),
    message: /no point of P-256/,
  },
  {
    name: 'a compressed point',
    algorithm: 'ecdsa-p256-sha256',
    key: Buffer.concat([Buffer.of(2), Buffer.from(p256Jwk.x as string, 'base64url')]),
    message: /neither DER/,
  },
  {
    name: 'a hybrid point',
    algorithm: 'ecdsa-p256-sha256',
    key: Buffer.concat([
      Buffer.of(6),
      Buffer.from(p256Jwk.x as string, 'base64url'),
      Buffer.from(p256Jwk.y as string, 'base64url'),
    ]),
    message: /neither DER/,
  },
  {
    name: 'a JWK off the curve',
    algorithm: 'ecdsa-p256-sha256',
    key: { ...p256Jwk, y: p256Jwk.x as string },
    message: /no JWK of a key pair/,
  },
  {
    name: 'a JWK without its modulus',
    algorithm: 'rsa-pss-sha256',
    key: { kty: 'RSA', e: 'AQAB' },
    message: /no JWK of a key pair/,
  },
  {
    name: '33 bytes behind whsk_',
    algorithm: 'ed25519',
    key: `whsk_${Buffer.concat([seed, Buffer.of(1)]).toString('base64')}`,
    message: /has 33 bytes behind whsk_, and 32 or 64/,
  },
  {
    name: "whsk_ with another seed's public key",
    algorithm: 'ed25519',
    key: `whsk_${Buffer.concat([seed, seed]).toString('base64')}`,
    message: /the public key behind the seed is not the seed's/,
  },
  { name: 'undefined', algorithm: 'ed25519', key: undefined as never, message: /is missing/ },
  { name: 'null', algorithm: 'hmac-sha256', key: null as never, message: /is missing/ },
  {
    name: 'a number',
    algorithm: 'rsa-pss-sha256',
    key: 12345678 as never,
    message: /neither text, bytes, a JWK nor a KeyObject/,
  },
])('refuses what cannot be read: $name', expectRefusal)

function secretHex(): string {
  return Buffer.from('of some length and secret').toString('hex')
}

test.each<Refused>([
  {
    name: 'an alg of another algorithm',
    algorithm: 'rsa-pss-sha256',
    key: { ...rsaJwk, alg: 'RS256' },
    message: /its alg is "RS256", which is not rsa-pss-sha256/,
  },
  {
    name: 'a key to encrypt with, for signatures',
    algorithm: 'ecdsa-p256-sha256',
    key: { ...p256Jwk, use: 'enc' },
    message: /its use is "enc", and ecdsa-p256-sha256 needs sig/,
  },
  {
    name: 'a key for signatures, to encrypt with',
    algorithm: 'ecdh-es',
    key: { ...p256Jwk, use: 'sig' },
    message: /its use is "sig", and ecdh-es needs enc/,
  },
  {
    name: 'a shared secret of another algorithm',
    algorithm: 'hmac-sha256',
    key: { kty: 'oct', k: 'A'.repeat(43), alg: 'HS512' },
    message: /its alg is "HS512"/,
  },
])('refuses a JWK that says it is for something else: $name', expectRefusal)

test('takes JWKs that say what they are for', () => {
  const jwks = [
    { algorithm: 'rsa-pss-sha256', key: { ...rsaJwk, alg: 'PS256', use: 'sig' } },
    { algorithm: 'ecdh-es', key: { ...p256Jwk, alg: 'ECDH-ES', use: 'enc' } },
    { algorithm: 'aes-256-gcm', key: { kty: 'oct', k: 'A'.repeat(43), alg: 'A256GCM', use: 'enc' } },
  ] as const
  for (const { algorithm, key } of jwks)
    expect(() => importKey(key, algorithm, undefined, 'ring')).not.toThrow()
})
