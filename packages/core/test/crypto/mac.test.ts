import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { prepareMac } from '../../src/crypto/mac.js'

const hashes = ['sha1', 'sha256', 'sha384', 'sha512'] as const

// RFC 4231, 4.2 to 4.8, and RFC 2202, 3 for SHA-1, where the truncated cases are left out.
const ofRepeatedBytes = (byte: number, length: number) => Buffer.alloc(length, byte)
const longKeyText = 'Test Using Larger Than Block-Size Key - Hash Key First'
test.each([
  {
    key: ofRepeatedBytes(0x0b, 20),
    text: Buffer.from('Hi There'),
    sha1: 'b617318655057264e28bc0b6fb378c8ef146be00',
    sha256: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  },
  {
    key: Buffer.from('Jefe'),
    text: Buffer.from('what do ya want for nothing?'),
    sha1: 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
    sha256: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  },
  {
    key: ofRepeatedBytes(0xaa, 20),
    text: ofRepeatedBytes(0xdd, 50),
    sha1: '125d7342b9ac11cd91a39af48aa17b4f63f175d3',
    sha256: '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  },
  {
    key: ofRepeatedBytes(0xaa, 131),
    text: Buffer.from(longKeyText),
    sha256: '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  },
])('gives what the standard gives for $text', ({ key, text, sha1, sha256 }) => {
  if (sha1 !== undefined) expect(prepareMac(key, 'sha1', 'hex')('', text, '')).toBe(sha1)
  expect(prepareMac(key, 'sha256', 'hex')('', text, '')).toBe(sha256)
})

test('gives what Node gives, for any key, any parts and any length', () => {
  const latin1 = fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  })
  const body = fc
    .tuple(fc.uint8Array({ minLength: 1 }), fc.integer({ min: 0, max: 17 * 1024 + 200 }))
    .map(([seed, length]) => Buffer.alloc(length, seed))
  fc.assert(
    fc.property(
      fc.constantFrom(...hashes),
      fc.constantFrom('hex', 'base64', 'base64url'),
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      latin1,
      body,
      latin1,
      (hash, encoding, key, prefix, body, suffix) => {
        const text = Buffer.concat([Buffer.from(prefix, 'latin1'), body, Buffer.from(suffix, 'latin1')])
        const expected = createHmac(hash, key).update(text).digest(encoding)
        expect(prepareMac(key, hash, encoding)(prefix, body, suffix)).toBe(expected)
      },
    ),
    { numRuns: 2000 },
  )
})

test.each(hashes)('gives the same on either side of the length that is hashed at once, with %s', (hash) => {
  const key = Buffer.from('a key of 24 bytes length')
  const mac = prepareMac(key, hash, 'hex')
  for (let length = 17 * 1024 - 300; length <= 17 * 1024 + 10; length += 1) {
    const body = Buffer.alloc(length, length)
    expect(mac('id.', body, '.end')).toBe(
      createHmac(hash, key).update('id.').update(body).update('.end').digest('hex'),
    )
  }
})

test('leaves nothing of one delivery in the MAC of the next', () => {
  const mac = prepareMac(Buffer.from('key'), 'sha256', 'hex')
  const short = mac('', Buffer.from('short'), '')
  mac('prefix', Buffer.alloc(5000, 1), 'suffix')
  expect(mac('', Buffer.from('short'), '')).toBe(short)
})
