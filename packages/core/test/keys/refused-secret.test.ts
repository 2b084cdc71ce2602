import { createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectRefusal, type Refused } from './expect-refusal.js'

const certificates = JSON.parse(
  readFileSync(join(__dirname, '../vectors/certificates.json'), 'utf8'),
) as Record<'p256' | 'ed25519', string>

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed25519 = generateKeyPairSync('ed25519')

const pem = (key: KeyObject, type: 'spki' | 'pkcs8' = 'spki') =>
  key.export({ format: 'pem', type } as { format: 'pem'; type: 'spki' }) as string
const der = (key: KeyObject, type: 'spki' | 'pkcs1' = 'spki') =>
  key.export({ format: 'der', type } as { format: 'der'; type: 'spki' })
const rsaJwk = rsa.publicKey.export({ format: 'jwk' })
const rawEd25519 = Buffer.from(ed25519.publicKey.export({ format: 'jwk' }).x as string, 'base64url')
const seed = Buffer.from(ed25519.privateKey.export({ format: 'jwk' }).d as string, 'base64url')

const asSecret = /a key of a pair, and a shared secret is needed: a public key must never be one/
test.each<Refused>([
  { name: 'PEM', algorithm: 'hmac-sha256', key: pem(rsa.publicKey), message: asSecret },
  {
    name: 'PEM read as text',
    algorithm: 'hmac-sha256',
    key: pem(rsa.publicKey),
    format: 'utf8',
    message: asSecret,
  },
  {
    name: 'PEM with white space before it',
    algorithm: 'hmac-sha256',
    key: `\n ${pem(p256.publicKey)}`,
    format: 'utf8',
    message: asSecret,
  },
  { name: 'PEM as bytes', algorithm: 'hmac-sha512', key: Buffer.from(pem(rsa.publicKey)), message: asSecret },
  {
    name: 'PEM as base64',
    algorithm: 'hmac-sha256',
    key: Buffer.from(pem(rsa.publicKey)).toString('base64'),
    format: 'base64',
    message: asSecret,
  },
  {
    name: 'PEM of a private key',
    algorithm: 'hmac-sha256',
    key: pem(ed25519.privateKey, 'pkcs8'),
    message: asSecret,
  },
  { name: 'a certificate', algorithm: 'hmac-sha256', key: certificates.p256, message: asSecret },
  {
    name: 'whpk_',
    algorithm: 'hmac-sha256',
    key: `whpk_${rawEd25519.toString('base64')}`,
    message: asSecret,
  },
  { name: 'whsk_', algorithm: 'hmac-sha256', key: `whsk_${seed.toString('base64')}`, message: asSecret },
  { name: 'DER of RSA', algorithm: 'hmac-sha256', key: der(rsa.publicKey), message: asSecret },
  {
    name: 'DER of RSA as base64',
    algorithm: 'hmac-sha256',
    key: der(rsa.publicKey).toString('base64'),
    format: 'base64',
    message: asSecret,
  },
  {
    name: 'DER of Ed25519 as hex',
    algorithm: 'hmac-sha256',
    key: der(ed25519.publicKey).toString('hex'),
    format: 'hex',
    message: asSecret,
  },
  {
    name: 'DER of P-256 behind whsec_',
    algorithm: 'hmac-sha256',
    key: `whsec_${der(p256.publicKey).toString('base64')}`,
    message: asSecret,
  },
  {
    name: 'DER in a secret KeyObject',
    algorithm: 'hmac-sha256',
    key: createSecretKey(der(p256.publicKey)),
    message: asSecret,
  },
  {
    name: 'DER of RSA as PKCS #1',
    algorithm: 'hmac-sha256',
    key: der(rsa.publicKey, 'pkcs1'),
    message: asSecret,
  },
  {
    name: 'DER of a certificate',
    algorithm: 'hmac-sha256',
    key: Buffer.from(certificates.ed25519.replaceAll(/-----.*-----/g, ''), 'base64'),
    message: asSecret,
  },
  { name: 'a public KeyObject', algorithm: 'hmac-sha256', key: rsa.publicKey, message: asSecret },
  { name: 'a private KeyObject', algorithm: 'aes-256-gcm', key: p256.privateKey, message: asSecret },
  {
    name: 'a public JWK',
    algorithm: 'hmac-sha256',
    key: rsaJwk,
    message: /a JWK with another kty than 'oct'/,
  },
])('refuses a key of a pair as a shared secret: $name', expectRefusal)

test.each<Refused>([
  {
    name: '15 bytes',
    algorithm: 'hmac-sha256',
    key: Buffer.alloc(15, 7),
    message: /too short: 15 bytes, and at least 16/,
  },
  {
    name: 'short text',
    algorithm: 'hmac-sha256',
    key: 'short-secret',
    format: 'utf8',
    message: /too short: 12 bytes/,
  },
  {
    name: 'a short whsec_',
    algorithm: 'hmac-sha256',
    key: 'whsec_c2hvcnRzZWNyZXQ=',
    message: /too short: 11 bytes/,
  },
  { name: 'nothing behind whsec_', algorithm: 'hmac-sha256', key: 'whsec_', message: /too short: 0 bytes/ },
  { name: 'no bytes', algorithm: 'hmac-sha1', key: new Uint8Array(), message: /too short: 0 bytes/ },
  {
    name: 'an empty JWK',
    algorithm: 'hmac-sha256',
    key: { kty: 'oct', k: '' },
    message: /too short: 0 bytes/,
  },
  {
    name: 'a short KeyObject',
    algorithm: 'hmac-sha256',
    key: createSecretKey(Buffer.alloc(8, 7)),
    message: /too short: 8 bytes/,
  },
  {
    name: '16 bytes for AES',
    algorithm: 'aes-256-gcm',
    key: Buffer.alloc(16, 7),
    message: /has 16 bytes, and AES-256 needs 32/,
  },
  {
    name: '24 bytes for AES',
    algorithm: 'aes-256-gcm',
    key: Buffer.alloc(24, 7),
    message: /has 24 bytes, and AES-256 needs 32/,
  },
  {
    name: '33 bytes for AES',
    algorithm: 'aes-256-gcm',
    key: Buffer.alloc(33, 7),
    message: /has 33 bytes, and AES-256 needs 32/,
  },
])('refuses a shared secret of the wrong length: $name', expectRefusal)
