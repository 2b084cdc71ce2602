import { constants, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { pairSignature } from '../../src/crypto/pair-signature.js'
import { decodeBase64, decodeBase64Url, decodeHex } from '../../src/crypto/strict-decoding.js'
import { importKey } from '../../src/keys/import-key.js'
import type { PairAlgorithm } from '../../src/keys/key-algorithm.js'
import { vectorBytes, type VectorBytes } from '../golden-vectors.js'

interface KeyVector {
  id: string
  suite: 'rsa-pss-sha256' | 'ed25519'
  key: string
  message: VectorBytes
  signature: { hex: string } | { base64: string } | { base64url: string }
  deterministic?: boolean
  expect: { ok: true } | { ok: false; reason: string }
}

const golden = JSON.parse(readFileSync(join(__dirname, '../vectors/golden-keys.json'), 'utf8')) as {
  keys: Record<string, { type: 'rsa' | 'ed25519'; publicPem: string; privatePem?: string }>
  vectors: KeyVector[]
}

function decodeSignature(signature: KeyVector['signature']): Buffer | undefined {
  if ('hex' in signature) return decodeHex(signature.hex)
  return 'base64' in signature ? decodeBase64(signature.base64) : decodeBase64Url(signature.base64url)
}

function verdictOf({ suite, key: name, message, signature }: KeyVector): KeyVector['expect'] {
  let key: KeyObject
  try {
    key = importKey(golden.keys[name]!.publicPem, suite, undefined, name)
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toMatch(/small order/)
    return { ok: false, reason: 'weak_key' }
  }
  const pair = pairSignature(suite)
  const bytes = decodeSignature(signature)
  if (bytes === undefined || !pair.canHaveLength(key, bytes.length))
    return { ok: false, reason: 'signature_malformed' }
  return pair.verify(key, vectorBytes(message), bytes)
    ? { ok: true }
    : { ok: false, reason: 'signature_mismatch' }
}

test.each(golden.vectors)('judges the vector $id', (vector) => {
  expect(verdictOf(vector)).toEqual(vector.expect)
})

test.each(golden.vectors.filter(({ deterministic }) => deterministic === true))(
  'signs as the vector $id does',
  ({ key: name, suite, message, signature }) => {
    const key = importKey(golden.keys[name]!.privatePem!, suite, undefined, name)
    expect(pairSignature(suite).sign(key, vectorBytes(message))).toEqual(decodeSignature(signature))
  },
)

test('reads what is to be judged: 21 vectors of RSA-PSS and 8 of Ed25519', () => {
  const count = (suite: string) => golden.vectors.filter((vector) => vector.suite === suite).length
  expect([count('rsa-pss-sha256'), count('ed25519')]).toEqual([21, 8])
})

test('imports the pairs of the vectors so that each half fits the other', () => {
  for (const [name, { type, publicPem, privatePem }] of Object.entries(golden.keys)) {
    if (privatePem === undefined || name.endsWith('weak')) continue
    const algorithm = type === 'rsa' ? 'rsa-pss-sha256' : 'ed25519'
    const privateKey = importKey(privatePem, algorithm, undefined, name)
    expect(createPublicKey(privateKey).equals(importKey(publicPem, algorithm, undefined, name))).toBe(true)
  }
})

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed25519 = generateKeyPairSync('ed25519')
const signers = [
  { name: 'rsa-pss-sha256', pair: rsa, signature: pairSignature('rsa-pss-sha256') },
  { name: 'rsa-pss-sha512', pair: rsa, signature: pairSignature('rsa-pss-sha512') },
  { name: 'rsa-pkcs1-sha256', pair: rsa, signature: pairSignature('rsa-pkcs1-sha256') },
  { name: 'ecdsa-p256-sha256, raw', pair: p256, signature: pairSignature('ecdsa-p256-sha256') },
  { name: 'ecdsa-p256-sha256, DER', pair: p256, signature: pairSignature('ecdsa-p256-sha256', 'der') },
  { name: 'ed25519', pair: ed25519, signature: pairSignature('ed25519') },
]

test.each(signers)(
  'verifies what it signed, and nothing with one bit flipped: $name',
  ({ pair, signature }) => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), fc.nat(7), (data, at, bit) => {
        const flip = (bytes: Uint8Array) => {
          const other = Buffer.from(bytes)
          other.writeUInt8(other.readUInt8(at % other.length) ^ (1 << bit), at % other.length)
          return other
        }
        const signed = signature.sign(pair.privateKey, data)
        expect(signature.canHaveLength(pair.publicKey, signed.length)).toBe(true)
        expect(signature.verify(pair.publicKey, data, signed)).toBe(true)
        expect(signature.verify(pair.publicKey, flip(data), signed)).toBe(false)
        expect(signature.verify(pair.publicKey, data, flip(signed))).toBe(false)
      }),
      { numRuns: 40 },
    )
  },
)

test.each(signers)('gives false for any bytes, with any key, and never throws: $name', ({ signature }) => {
  fc.assert(
    fc.property(
      fc.constantFrom(rsa.publicKey, p256.publicKey, ed25519.publicKey),
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ maxLength: 50 }),
      (key, bytes, data) => {
        expect(signature.verify(key, data, bytes)).toBe(false)
      },
    ),
    { numRuns: 100 },
  )
})

test.each(signers)('takes no signature of another algorithm: $name', ({ name, pair, signature }) => {
  const data = Buffer.from('{}')
  for (const other of signers.filter((one) => one.name !== name && one.pair === pair)) {
    expect(signature.verify(pair.publicKey, data, other.signature.sign(pair.privateKey, data))).toBe(false)
  }
})

test.each<{
  name: string
  algorithm: PairAlgorithm
  ecdsa?: 'der'
  key: KeyObject
  from: number
  to: number
}>([
  { name: 'RSA of 2048 bits', algorithm: 'rsa-pss-sha256', key: rsa.publicKey, from: 256, to: 256 },
  {
    name: 'RSA of 2056 bits',
    algorithm: 'rsa-pkcs1-sha256',
    key: generateKeyPairSync('rsa', { modulusLength: 2056 }).publicKey,
    from: 257,
    to: 257,
  },
  {
    name: 'RSA of 2050 bits',
    algorithm: 'rsa-pss-sha256',
    key: generateKeyPairSync('rsa', { modulusLength: 2050 }).publicKey,
    from: 257,
    to: 257,
  },
  { name: 'ECDSA, raw', algorithm: 'ecdsa-p256-sha256', key: p256.publicKey, from: 64, to: 64 },
  { name: 'ECDSA, DER', algorithm: 'ecdsa-p256-sha256', ecdsa: 'der', key: p256.publicKey, from: 8, to: 72 },
  { name: 'Ed25519', algorithm: 'ed25519', key: ed25519.publicKey, from: 64, to: 64 },
])('knows how long a signature can be: $name', ({ algorithm, ecdsa, key, from, to }) => {
  const signature = pairSignature(algorithm, ecdsa)
  const fitting = Array.from({ length: 600 }, (_, bytes) => bytes).filter((bytes) =>
    signature.canHaveLength(key, bytes),
  )
  expect(fitting).toEqual(Array.from({ length: to - from + 1 }, (_, index) => from + index))
})

test('takes no PSS signature with a salt of another length than the hash', () => {
  const data = Buffer.from('{}')
  const signature = pairSignature('rsa-pss-sha256')
  const signed = (saltLength: number) =>
    sign('sha256', data, { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength })
  expect(
    [0, 20, 31, 32, 33, 64, 222].filter((salt) => signature.verify(rsa.publicKey, data, signed(salt))),
  ).toEqual([32])
})
