import { createCipheriv, createSecretKey } from 'node:crypto'
import { decryptAesGcm } from '../../src/decrypt/aes-gcm.js'

const key = createSecretKey(Buffer.alloc(32, 7))
const nonce = Buffer.alloc(12)

function sealedWithTagOf(authTagLength: number) {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength })
  const ciphertext = Buffer.concat([cipher.update('{}'), cipher.final()])
  return { nonce, ciphertext, tag: cipher.getAuthTag() }
}

test('opens what has its whole tag', () => {
  expect(decryptAesGcm(key, sealedWithTagOf(16), undefined)?.toString()).toBe('{}')
})

test.each([4, 8, 12, 15])('takes no tag of %d bytes, though it is the first of the genuine one', (length) => {
  expect(() => decryptAesGcm(key, sealedWithTagOf(length), undefined)).toThrow(
    /[Ii]nvalid authentication tag/,
  )
})
