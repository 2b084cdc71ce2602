import type { Hash } from './hash.js'
import { decodeBase64, decodeBase64Url, decodeHex } from './strict-decoding.js'

/**
 * How the bytes of a signature are written. Hex is read in either case, and `HEX` written in capitals; base64 has its
 * padding, and base64url is written without and read with it or without. `hex-in-base64` is base64 of the hexadecimal text.
 */
export type SignatureEncoding = 'hex' | 'HEX' | 'base64' | 'base64url' | 'hex-in-base64'

const digestBytes: Record<Hash, number> = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 }

const alphabets: Record<SignatureEncoding, string> = {
  hex: '0-9a-fA-F',
  HEX: '0-9a-fA-F',
  base64: 'A-Za-z0-9+/',
  base64url: 'A-Za-z0-9_-',
  'hex-in-base64': 'A-Za-z0-9+/',
}

/** Encodes a signature, in the spelling that it is compared in. */
export function encodeSignature(bytes: Buffer, encoding: SignatureEncoding): string {
  switch (encoding) {
    case 'hex':
    case 'HEX':
      return bytes.toString('hex')
    case 'hex-in-base64':
      return Buffer.from(bytes.toString('hex'), 'latin1').toString('base64')
    case 'base64':
    case 'base64url':
      return bytes.toString(encoding)
  }
}

/** Gives the spelling that a signature is sent in, of that which it is compared in. */
export function sentSpelling(signature: string, encoding: SignatureEncoding): string {
  return encoding === 'HEX' ? signature.toUpperCase() : signature
}

/** The one form that a well-formed signature of a key has. */
export interface SignatureForm {
  /** Whether `text` could be a signature at all. */
  matches(text: string): boolean
  /** The spelling that the signature is compared in. */
  normalise(text: string): string
}

/** Gives the form of the signatures that an HMAC with `hash` makes in `encoding`. */
export function macForm(hash: Hash, encoding: SignatureEncoding): SignatureForm {
  const example = encodeSignature(Buffer.alloc(digestBytes[hash]), encoding)
  const padding = /=*$/.exec(example)?.[0] ?? ''
  if (encoding === 'base64url') return base64UrlForm(example.length)
  // The length apart: counting within a pattern takes twice as long.
  const pattern = new RegExp(`^[${alphabets[encoding]}]+${padding}$`)
  return {
    matches: (text) => text.length === example.length && pattern.test(text),
    normalise: encoding === 'hex' || encoding === 'HEX' ? (text) => text.toLowerCase() : (text) => text,
  }
}

/** Some senders write the padding, which the encoding can do without (RFC 4648, 5). */
function base64UrlForm(length: number): SignatureForm {
  const padding = '='.repeat((4 - (length % 4)) % 4)
  const pattern = new RegExp(`^[${alphabets.base64url}]{${String(length)}}(?:${padding})?$`)
  return {
    matches: (text) => pattern.test(text),
    normalise: (text) => text.slice(0, length),
  }
}

/**
 * Gives the form of the signatures of a pair of keys in `encoding`.
 * @param canHaveLength - tells whether one can have so many bytes
 */
export function pairForm(
  encoding: SignatureEncoding,
  canHaveLength: (bytes: number) => boolean,
): SignatureForm {
  return {
    matches(text) {
      // Of an RSA key of 16 384 bits, the longest that Node makes.
      const bytes = text.length > 4096 ? undefined : decodeSignature(text, encoding)
      return bytes !== undefined && canHaveLength(bytes.length)
    },
    normalise: (text) => text,
  }
}

/** Decodes a signature, or gives `undefined` for what is not the one spelling of its bytes. */
export function decodeSignature(text: string, encoding: SignatureEncoding): Buffer | undefined {
  switch (encoding) {
    case 'hex':
    case 'HEX':
      return decodeHex(text)
    case 'base64':
      return text.length % 4 === 0 ? decodeBase64(text) : undefined
    case 'hex-in-base64':
      return decodeHex(decodeBase64(text)?.toString('latin1') ?? '')
    case 'base64url':
      return decodeBase64Url(text.length % 4 === 0 ? text.replace(/={1,2}$/, '') : text)
  }
}
