import { defineScheme, type PairSchemeDefinition, type SecretSchemeDefinition } from '@postern/core'
import { plain } from './acme.js'

const timestamp = { from: { header: 'x-timestamp' }, unit: 's' } as const
const signature = (format: SecretSchemeDefinition['signature']['format']) =>
  ({ header: 'x-signature', format, encoding: 'hex' }) as const

test.each<{ name: string; change: object; message: RegExp }>([
  { name: 'no body', change: { signs: '{method}' }, message: /Say so with bodySigned: false/ },
  {
    name: 'no body, and bodySigned: true',
    change: { signs: '{method}', bodySigned: true },
    message: /Say so with bodySigned: false/,
  },
  {
    name: 'a checksum that anyone can meet with another body',
    change: { signs: '{crc32}' },
    message: /Say so with bodySigned: false/,
  },
  { name: 'one field alone', change: { signs: '{form:a}' }, message: /Say so with bodySigned: false/ },
  {
    name: 'bodySigned: false, though covered',
    change: { bodySigned: false },
    message: /'signs' covers the body, so 'bodySigned' is true/,
  },
  {
    name: 'bodySigned: false, though covered by its hash',
    change: { signs: '{sha256}', bodySigned: false },
    message: /'signs' covers the body/,
  },
  {
    name: 'bodySigned: false, though every field is covered',
    change: { signs: '{sortedForm}', bodySigned: false },
    message: /'signs' covers the body/,
  },
  {
    name: 'a secret in what a MAC covers',
    change: { signs: '{secret}{body}' },
    message: /\{secret\} stands in 'signs' if and only if the algorithm is a plain hash/,
  },
  {
    name: 'a plain hash without the secret',
    change: { algorithm: 'sha256' },
    message: /if and only if the algorithm is a plain hash/,
  },
  {
    name: 'a plain hash of what a function gives',
    change: { algorithm: 'sha256', signs: () => 'x' },
    message: /if and only if the algorithm is a plain hash/,
  },
  {
    name: 'a timestamp that nothing gives',
    change: { signs: '{timestamp}.{body}' },
    message: /named by both/,
  },
  { name: 'a timestamp that is not signed', change: { timestamp }, message: /named by both/ },
  {
    name: 'a timestamp that the format has not',
    change: { signs: '{timestamp}.{body}', timestamp: { from: 'signature', unit: 's' } },
    message: /comes from 'signature' if and only if the header format has one/,
  },
  {
    name: 'a format with a timestamp that comes from elsewhere',
    change: {
      signs: '{timestamp}.{body}',
      timestamp,
      signature: signature({ pairs: ',', signature: 'v1', timestamp: 't' }),
    },
    message: /if and only if the header format has one/,
  },
  {
    name: 'a format with a timestamp that comes from nowhere',
    change: { signature: signature({ positional: ',' }) },
    message: /if and only if the header format has one/,
  },
  {
    name: 'a timestamp of the body, which is not covered',
    change: {
      signs: '{json:$.a}',
      bodySigned: false,
      timestamp: { from: { json: '$.at' }, unit: 's' },
    },
    message: /named by both/,
  },
  {
    name: 'an id that is signed and stands in the body',
    change: { signs: '{id}.{body}', event: { id: [{ json: '$.id' }, '$.key'] } },
    message: /'event.id' must be a header/,
  },
  {
    name: 'an id that is signed and stands nowhere',
    change: { signs: '{id}.{body}' },
    message: /must be a header/,
  },
  {
    name: 'a value directly behind the id',
    change: { signs: '{id}{body}', event: { id: { header: 'x-id' } } },
    message: /\{body\} directly behind \{id\}/,
  },
  {
    name: 'a param that is none',
    change: { signs: '{param:a}{body}' },
    message: /names a, which is no param/,
  },
  {
    name: 'one param for another',
    change: { signs: '{param:a}{body}', params: ['b'] },
    message: /names a, which is no param/,
  },
  { name: 'no families', change: { families: [] }, message: /'families' is empty/ },
  { name: 'an id at no path', change: { event: { id: 'id' } }, message: /'id' is not a path/ },
  { name: 'a type at no path', change: { event: { type: { json: '$' } } }, message: /is not a path/ },
  {
    name: 'a member that there is not',
    change: { signed: '{body}' },
    message: /defineScheme\(acme\): unknown option signed/,
  },
  { name: 'a member of pairs of keys', change: { ecdsa: 'raw' }, message: /unknown option ecdsa/ },
])('refuses a definition with $name', ({ change, message }) => {
  const define = () => defineScheme({ ...plain, ...change })
  expect(define).toThrow(message)
  expect(define).toThrow(TypeError)
})

test('refuses a member of shared secrets where the keys are pairs', () => {
  const { secret: _, ...rest } = plain
  const pairs = { ...rest, algorithm: 'ed25519', minimumSecretBytes: 8 } as unknown as PairSchemeDefinition
  expect(() => defineScheme(pairs)).toThrow(/unknown option minimumSecretBytes/)
})

test.each<{ name: string; change: object }>([
  { name: 'no body, and says so', change: { signs: '{method}', bodySigned: false } },
  { name: 'a plain hash with the secret', change: { algorithm: 'sha1', signs: '{body}{secret}' } },
  {
    name: 'a timestamp that stands in the signed body',
    change: { timestamp: { from: { json: '$.at' }, unit: 's' } },
  },
  {
    name: 'a timestamp of the body that is named too',
    change: { signs: '{timestamp}.{body}', timestamp: { from: { json: '$.at' }, unit: 's' } },
  },
  {
    name: 'a signed id in the second of its places',
    change: { signs: '{id}.{body}', event: { id: ['$.id', { header: 'x-id' }] } },
  },
])('takes a definition with $name', ({ change }) => {
  expect(() => defineScheme({ ...plain, ...change })).not.toThrow()
})

test('says of a scheme whether its signature covers the body', () => {
  const covered = defineScheme(plain)({ secrets: 'a-secret-of-some-length' })
  expect(covered).toMatchObject({ bodySigned: true, signsTimestamp: false })
  const bare = defineScheme({ ...plain, signs: '{method}', bodySigned: false })({
    secrets: 'a-secret-of-some-length',
  })
  expect(bare).toMatchObject({ bodySigned: false })
})
