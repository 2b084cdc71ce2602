import { aesGcmEnvelope, deriveKey, timestampedHmac } from '@postern/core'

const rootSecret = Buffer.alloc(16, 1)

test('derives another key for each label and each salt, and the same again', () => {
  const options = [
    { rootSecret, label: 'webhook/sign/v1' },
    { rootSecret, label: 'webhook/encrypt/v1' },
    { rootSecret, label: 'webhook/sign/v1', salt: Buffer.from('salt') },
  ]
  const keys = options.map((options) => deriveKey(options).toString('hex'))
  expect(new Set(keys).size).toBe(3)
  expect(options.map((options) => deriveKey(options).toString('hex'))).toEqual(keys)
})

test('gives keys that schemes and envelopes take', () => {
  const secrets = deriveKey({ rootSecret, label: 'webhook/sign/v1' })
  const keys = deriveKey({ rootSecret, label: 'webhook/encrypt/v1' })
  expect(() => timestampedHmac({ secrets })).not.toThrow()
  expect(() => aesGcmEnvelope({ keys })).not.toThrow()
})

test('takes text for its UTF-8 bytes as a label', () => {
  const ofText = deriveKey({ rootSecret, label: 'schlüssel' })
  expect(deriveKey({ rootSecret, label: Buffer.from('schlüssel', 'utf8') })).toEqual(ofText)
})

test.each([
  { name: 'a root secret of 15 bytes', wrong: { rootSecret: Buffer.alloc(15) }, message: /15 bytes.*16/ },
  { name: 'a root secret that is text', wrong: { rootSecret: 'a'.repeat(32) }, message: /must be bytes/ },
  { name: 'an empty label', wrong: { label: '' }, message: /label/ },
  { name: 'an empty label of bytes', wrong: { label: new Uint8Array() }, message: /label/ },
  { name: 'no label', wrong: { label: undefined }, message: /label/ },
  { name: 'a key of 15 bytes', wrong: { bytes: 15 }, message: /from 16 to 8160/ },
  { name: 'more than HKDF can give', wrong: { bytes: 8161 }, message: /from 16 to 8160/ },
  { name: 'half a byte', wrong: { bytes: 32.5 }, message: /whole number/ },
  { name: 'an unknown option', wrong: { info: 'sign' }, message: /unknown option info/ },
])('refuses $name', ({ wrong, message }) => {
  const options = { rootSecret, label: 'webhook/sign/v1', ...wrong } as Parameters<typeof deriveKey>[0]
  expect(() => deriveKey(options)).toThrow(message)
  expect(() => deriveKey(options)).toThrow(TypeError)
})
