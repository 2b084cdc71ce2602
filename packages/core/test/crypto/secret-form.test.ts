import { createHash } from 'node:crypto'
import type { SecretSchemeDefinition } from '@postern/core'
import { decodeSecret } from '../../src/crypto/secret-form.js'
import { acme, macOf, send } from '../schemes/acme.js'

type Form = SecretSchemeDefinition['secret']

const text = 'Straße-Åé-ﬁ'

test.each<{ form: Form; given: string; key: Buffer }>([
  { form: 'utf8', given: text, key: Buffer.from(text, 'utf8') },
  { form: 'sha1', given: text, key: createHash('sha1').update(text, 'utf8').digest() },
  { form: 'sha256', given: text, key: createHash('sha256').update(text, 'utf8').digest() },
  // Unicode Standard Annex #15: A with ring and e with acute come apart, and the ligature becomes two letters.
  { form: 'nfkd', given: text, key: Buffer.from('Straße-A\u030ae\u0301-fi', 'utf8') },
  {
    form: 'hex',
    given: '00112233445566778899AABBCCDDEEFF',
    key: Buffer.from('00112233445566778899aabbccddeeff', 'hex'),
  },
])('makes the key of $given as $form', async ({ form, given, key }) => {
  expect(Buffer.from(decodeSecret(given, form, 'x'))).toEqual(key)
  const headers = { 'x-signature': macOf('{}', key) }
  expect(await send(acme({ secret: form }, given), { headers })).toBe('admitted')
})

test('takes bytes for the key itself in every form', () => {
  const bytes = Buffer.alloc(20, 7)
  for (const form of ['utf8', 'hex', 'base64', 'whsec', 'sha1', 'sha256', 'nfkd'] as const)
    expect(decodeSecret(bytes, form, 'x')).toBe(bytes)
})

test.each<{ form: Form; bytes: number }>([
  { form: 'utf8', bytes: 8 },
  { form: 'nfkd', bytes: 8 },
  { form: 'hex', bytes: 16 },
  { form: 'base64', bytes: 16 },
  { form: 'whsec', bytes: 16 },
])('needs $bytes bytes of a secret as $form', ({ form, bytes }) => {
  expect(() => acme({ secret: form }, Buffer.alloc(bytes - 1, 7))).toThrow(
    `acme: secret 0 is too short: ${String(bytes - 1)} bytes, and at least ${String(bytes)} are needed.`,
  )
  expect(() => acme({ secret: form }, Buffer.alloc(bytes, 7))).not.toThrow()
})
