import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'

/** Bytes of a tag: all that there are, as fewer make forgeries likelier (NIST SP 800-38D, 5.2.1.2 and appendix C). */
export const tagBytes = 16

/** Bytes of a nonce: the length for which GCM uses it as it is (NIST SP 800-38D, 8.2). */
export const nonceBytes = 12

// Without it Node takes tags of 4 bytes.
const wholeTag = { authTagLength: tagBytes }

/** What AES-256-GCM makes of a plaintext. */
export interface Sealed {
  readonly nonce: Buffer
  readonly ciphertext: Buffer
  readonly tag: Buffer
}

/** Encrypts (NIST SP 800-38D, 7.1). No nonce may come twice under one key. */
export function encryptAesGcm(
  key: KeyObject,
  nonce: Buffer,
  plaintext: Uint8Array,
  aad: Uint8Array | undefined,
): Sealed {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, wholeTag)
  if (aad !== undefined) cipher.setAAD(aad)
  const ciphertext = cipher.update(plaintext)
  cipher.final()
  return { nonce, ciphertext, tag: cipher.getAuthTag() }
}

/** Decrypts (NIST SP 800-38D, 7.2). Gives the plaintext once its tag is checked, and `undefined` for what is not genuine. */
export function decryptAesGcm(
  key: KeyObject,
  { nonce, ciphertext, tag }: Sealed,
  aad: Uint8Array | undefined,
): Buffer | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, wholeTag)
  if (aad !== undefined) decipher.setAAD(aad)
  decipher.setAuthTag(tag)
  const plaintext = decipher.update(ciphertext)
  try {
    decipher.final()
    return plaintext
  } catch {
    return undefined
  }
}
