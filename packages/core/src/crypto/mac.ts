import { createHmac, createSecretKey, hash as digest } from 'node:crypto'
import type { Hash } from './hash.js'
import type { SignatureEncoding } from './signature-encoding.js'

/**
 * Computes the HMAC of one key over `prefix`, a body and `suffix`. The texts are header values or constants: each
 * character is one byte.
 */
export type Mac = (prefix: string, body: Uint8Array, suffix: string) => string

const blockBytes: Record<Hash, number> = { md5: 64, sha1: 64, sha256: 64, sha384: 128, sha512: 128 }

// Room for what is hashed in one call. Beyond it the hashing itself is what takes time.
const room = Buffer.alloc(17 * 1024)

/**
 * Prepares the HMAC of one key (RFC 2104), in the encoding that signatures are compared in.
 *
 * An `Hmac` object of Node costs as much as hashing a kilobyte. So what is short is hashed as the standard writes it
 * down, `H((K ^ opad) || H((K ^ ipad) || text))`, by two calls that make no object.
 */
export function prepareMac(secret: Uint8Array, hash: Hash, encoding: SignatureEncoding): Mac {
  if (encoding === 'HEX') return prepareMac(secret, hash, 'hex')
  if (encoding === 'hex-in-base64') {
    const mac = prepareMac(secret, hash, 'hex')
    return (...content) => Buffer.from(mac(...content), 'latin1').toString('base64')
  }
  const native = encoding
  const key = createSecretKey(secret)
  const block = blockBytes[hash]
  const inner = paddedKey(secret, hash, 0x36)
  const outer = Buffer.concat([
    paddedKey(secret, hash, 0x5c),
    Buffer.alloc(digest(hash, '', 'buffer').length),
  ])

  function macOfLong(prefix: string, body: Uint8Array, suffix: string): string {
    return createHmac(hash, key).update(prefix, 'latin1').update(body).update(suffix, 'latin1').digest(native)
  }

  return function mac(prefix, body, suffix) {
    const bodyAt = block + prefix.length
    const suffixAt = bodyAt + body.length
    const length = suffixAt + suffix.length
    if (length > room.length) return macOfLong(prefix, body, suffix)
    room.set(inner)
    room.write(prefix, block, 'latin1')
    room.set(body, bodyAt)
    if (suffix !== '') room.write(suffix, suffixAt, 'latin1')
    outer.write(digest(hash, room.subarray(0, length), 'binary'), block, 'latin1')
    return digest(hash, outer, native)
  }
}

function paddedKey(secret: Uint8Array, hash: Hash, pad: number): Buffer {
  const key = secret.length > blockBytes[hash] ? digest(hash, secret, 'buffer') : secret
  const padded = Buffer.alloc(blockBytes[hash], pad)
  for (const [index, byte] of key.entries()) padded[index] = byte ^ pad
  return padded
}
