import { createSecretKey, generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import { type KeyEntry, type KeyRing, keyRing } from '../../src/keys/key-ring.js'
import { keysOf } from '../../src/keys/key-input.js'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ed25519 = generateKeyPairSync('ed25519')
const text = 'a-secret-of-some-length'
const secret = Buffer.from(text)
const forHmac: KeyEntry = { algorithm: 'hmac-sha256', key: text, format: 'utf8' }
const forEd25519: KeyEntry = { algorithm: 'ed25519', key: ed25519.publicKey }

const ids = (keys: KeyRing['keys']) => keys.map(({ kid }) => kid)

test('gives the keys of a use and an algorithm, in the order of the ring', () => {
  const ring = keyRing([
    { kid: 'new', ...forHmac },
    { kid: 'sender', ...forEd25519 },
    { kid: 'own', algorithm: 'ed25519', key: ed25519.privateKey },
    { kid: 'old', ...forHmac, key: createSecretKey(Buffer.alloc(32, 1)), state: 'retiring' },
    { kid: 'payload', algorithm: 'rsa-oaep-256', key: rsa.privateKey },
    { kid: 'to-sender', algorithm: 'rsa-oaep-256', key: rsa.publicKey },
    { kid: 'shared', algorithm: 'aes-256-gcm', key: Buffer.alloc(32, 2) },
  ])
  expect(ids(ring.keysFor('verify', 'hmac-sha256'))).toEqual(['new', 'old'])
  expect(ids(ring.keysFor('sign', 'hmac-sha256'))).toEqual(['new'])
  expect(ids(ring.keysFor('verify', 'ed25519'))).toEqual(['sender'])
  expect(ids(ring.keysFor('sign', 'ed25519'))).toEqual(['own'])
  expect(ids(ring.keysFor('decrypt', 'rsa-oaep-256'))).toEqual(['payload'])
  expect(ids(ring.keysFor('encrypt', 'rsa-oaep-256'))).toEqual(['to-sender'])
  expect(ids(ring.keysFor('encrypt', 'aes-256-gcm'))).toEqual(['shared'])
  expect(ids(ring.keysFor('decrypt', 'aes-256-gcm'))).toEqual(['shared'])
  // Bound to its algorithm: the same RSA key is none for signatures.
  expect(ring.keysFor('verify', 'rsa-pss-sha256')).toEqual([])
  expect(ring.keysFor('sign', 'aes-256-gcm')).toEqual([])
})

test('narrows a key to the use that is asked for', () => {
  const ring = keyRing([
    { kid: 'one', ...forHmac, use: 'verify' },
    { kid: 'both', ...forHmac, use: ['sign', 'verify'] },
  ])
  expect(ids(ring.keysFor('verify', 'hmac-sha256'))).toEqual(['one', 'both'])
  expect(ids(ring.keysFor('sign', 'hmac-sha256'))).toEqual(['both'])
})

test('lets a retiring key decrypt, and encrypt nothing any more', () => {
  const ring = keyRing([
    { kid: 'old', algorithm: 'aes-256-gcm', key: Buffer.alloc(32, 1), state: 'retiring' },
    { kid: 'of-receiver', algorithm: 'rsa-oaep-256', key: rsa.publicKey, state: 'retiring' },
  ])
  expect(ids(ring.keysFor('decrypt', 'aes-256-gcm'))).toEqual(['old'])
  expect(ring.keysFor('encrypt', 'aes-256-gcm')).toEqual([])
  expect(ring.keysFor('encrypt', 'rsa-oaep-256')).toEqual([])
})

test('names a key that has no kid by its place', () => {
  expect(ids(keyRing([forHmac, { kid: 'named', ...forHmac }, forEd25519]).keys)).toEqual(['0', 'named', '2'])
})

test('reads dates as epoch milliseconds, and takes none for always', () => {
  const [always, dated] = keyRing([
    forHmac,
    { ...forHmac, notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: 1_800_000_000_000 },
  ]).keys
  expect(always).toMatchObject({ notBefore: -Infinity, notAfter: Infinity })
  expect(dated).toMatchObject({ notBefore: 1_767_225_600_000, notAfter: 1_800_000_000_000 })
})

test('shows no key, however it is inspected', () => {
  const ring = keyRing([
    { kid: 'a', ...forHmac },
    { kid: 'b', algorithm: 'ed25519', key: ed25519.privateKey },
  ])
  const seed = ed25519.privateKey.export({ format: 'jwk' }).d as string
  const shown = inspect(ring, { depth: 9, showHidden: true }) + JSON.stringify(ring)
  expect(shown).toContain("kid: 'a'")
  for (const hidden of [text, secret.toString('hex'), secret.toString('base64'), seed])
    expect(shown).not.toContain(hidden)
})

test.each<{ name: string; entries: KeyEntry[]; message: RegExp }>([
  { name: 'no key', entries: [], message: /^keyRing: no key was given/ },
  {
    name: 'a kid that is there twice',
    entries: [
      { kid: 'a', ...forHmac },
      { kid: 'a', ...forEd25519 },
    ],
    message: /two keys have the same kid/,
  },
  { name: 'an empty kid', entries: [{ kid: '', ...forHmac }], message: /kid must be text/ },
  {
    name: 'a kid that is a number',
    entries: [{ kid: 7 as never, ...forHmac }],
    message: /key 7: kid must be text/,
  },
  {
    name: 'a date that is null',
    entries: [{ ...forHmac, notAfter: null as never }],
    message: /notAfter is not an instant/,
  },
  {
    name: 'a date as text',
    entries: [{ ...forHmac, notAfter: '1700000000000' as never }],
    message: /notAfter is not an instant/,
  },
  {
    name: 'a kid that is the place of another',
    entries: [{ kid: '1', ...forHmac }, forHmac],
    message: /two keys have the same kid/,
  },
  {
    name: 'a revoked key',
    entries: [{ kid: 'lost', ...forHmac, state: 'revoked' }],
    message: /key lost is revoked: take it out/,
  },
  {
    name: 'a state that there is not',
    entries: [{ ...forHmac, state: 'old' as 'retiring' }],
    message: /key 0: state must be one of active, retiring, revoked, and is old/,
  },
  {
    name: 'an algorithm that there is not',
    entries: [{ ...forHmac, algorithm: 'none' as 'ed25519' }],
    message: /key 0: algorithm must be one of .*, and is none/,
  },
  {
    name: 'an algorithm of every object',
    entries: [{ ...forHmac, algorithm: 'constructor' as 'ed25519' }],
    message: /algorithm must be one of/,
  },
  {
    name: 'no algorithm',
    entries: [{ key: text, format: 'utf8' } as KeyEntry],
    message: /algorithm must be one of/,
  },
  {
    name: 'an option that there is not',
    entries: [forHmac, { ...forHmac, expires: 1 } as KeyEntry],
    message: /key 1: unknown option expires\. Known are kid, algorithm/,
  },
  {
    name: 'a JWK in place of an entry',
    entries: [rsa.publicKey.export({ format: 'jwk' }) as never],
    message: /key 0: unknown option kty, n, e/,
  },
  { name: 'text in place of an entry', entries: [text as never], message: /key 0 is no entry/ },
  { name: 'undefined in place of an entry', entries: [undefined as never], message: /key 0 is no entry/ },
  {
    name: 'a KeyObject in place of an entry',
    entries: [rsa.publicKey as never],
    message: /key 0: algorithm must be one of/,
  },
  {
    name: 'a key that is not set',
    entries: [{ ...forHmac, key: undefined as never }],
    message: /key 0 is missing/,
  },
  {
    name: 'a format that there is not',
    entries: [{ ...forHmac, format: 'base32' as 'hex' }],
    message: /key 0: format must be one of utf8, hex, base64, and is base32/,
  },
  {
    name: 'a public key that is to sign',
    entries: [{ ...forEd25519, use: 'sign' }],
    message: /key 0 is a public key for ed25519, which cannot sign/,
  },
  {
    name: 'a private key that is to verify',
    entries: [{ algorithm: 'ed25519', key: ed25519.privateKey, use: ['sign', 'verify'] }],
    message: /a private key for ed25519, which cannot verify/,
  },
  {
    name: 'a public key that is to decrypt',
    entries: [{ algorithm: 'rsa-oaep-256', key: rsa.publicKey, use: 'decrypt' }],
    message: /a public key for rsa-oaep-256, which cannot decrypt/,
  },
  {
    name: 'a secret for signatures that is to encrypt',
    entries: [{ ...forHmac, use: 'encrypt' }],
    message: /a secret key for hmac-sha256, which cannot encrypt/,
  },
  {
    name: 'a key for encryption that is to sign',
    entries: [{ algorithm: 'aes-256-gcm', key: Buffer.alloc(32, 1), use: 'sign' }],
    message: /a secret key for aes-256-gcm, which cannot sign/,
  },
  {
    name: 'a use that there is not',
    entries: [{ ...forHmac, use: 'check' as 'verify' }],
    message: /cannot check/,
  },
  { name: 'a key of no use', entries: [{ ...forHmac, use: [] }], message: /key 0: use is an empty list/ },
  {
    name: 'a first instant that is none',
    entries: [{ ...forHmac, notBefore: new Date('never') }],
    message: /key 0: notBefore is not an instant/,
  },
  {
    name: 'a last instant that is none',
    entries: [{ ...forHmac, notAfter: 'tomorrow' as never }],
    message: /key 0: notAfter is not an instant/,
  },
])('refuses $name', ({ entries, message }) => {
  const make = () => keyRing(entries)
  expect(make).toThrow(TypeError)
  expect(make).toThrow(message)
  expect(make).not.toThrow(text)
})

test('takes the keys of one algorithm from what a scheme was given', () => {
  const ring = keyRing([forHmac, { kid: 'b', ...forEd25519 }])
  expect(ids(keysOf(ring, 'ed25519', 'scheme'))).toEqual(['b'])
  expect(ids(keysOf(ed25519.publicKey, 'ed25519', 'scheme'))).toEqual(['0'])
  expect(ids(keysOf({ kid: 'x', key: text, format: 'utf8' }, 'hmac-sha256', 'scheme'))).toEqual(['x'])
  expect(ids(keysOf([secret, { kid: 'y', key: secret }], 'hmac-sha256', 'scheme'))).toEqual(['0', 'y'])
  expect(() => keysOf(ring, 'rsa-pss-sha256', 'scheme')).toThrow(/^scheme: no key for rsa-pss-sha256/)
  expect(() => keysOf([], 'ed25519', 'scheme')).toThrow(/^scheme: no key/)
})

test('refuses an entry that is for another algorithm than the scheme', () => {
  const entry = { ...forEd25519, kid: 'a' } as Omit<KeyEntry, 'algorithm'>
  expect(() => keysOf(entry, 'hmac-sha256', 'scheme')).toThrow('scheme: no key for hmac-sha256 was given.')
})

test.each([undefined, null])('refuses %s among the keys of a scheme', (missing) => {
  expect(() => keysOf(missing as never, 'ed25519', 'scheme')).toThrow(/^scheme: a key is missing/)
  expect(() => keysOf([secret, missing as never], 'hmac-sha256', 'scheme')).toThrow(
    /^scheme: a key is missing/,
  )
})
