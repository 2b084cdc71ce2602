import { createHmac } from 'node:crypto'
import type { SigningKey } from './keys.js'

/**
 * Computes the HMAC over `prefix`, the body and `suffix`, in the key's encoding.
 * The texts are header values or constants: each character is one byte.
 */
export function computeMac(key: SigningKey, prefix: string, body: Uint8Array, suffix: string): string {
  const hmac = createHmac(key.hash, key.key)
  if (prefix !== '') hmac.update(prefix, 'latin1')
  hmac.update(body)
  if (suffix !== '') hmac.update(suffix, 'latin1')
  return hmac.digest(key.encoding)
}
