import type { Hash } from './hash.js'

/** How the bytes of a signature are written. Hex is read in either case; base64 with its padding, base64url without. */
export type SignatureEncoding = 'hex' | 'base64' | 'base64url'

const digestBytes: Record<Hash, number> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 }

const alphabets: Record<SignatureEncoding, string> = {
  hex: '0-9a-fA-F',
  base64: 'A-Za-z0-9+/',
  base64url: 'A-Za-z0-9_-',
}

/** The one form that a well-formed signature of a key has. */
export interface SignatureForm {
  /** Whether `text` could be a signature at all. */
  matches(text: string): boolean
  /** The spelling that the signature is compared in. */
  normalise(text: string): string
}

/** Gives the form of the signatures that `hash` makes in `encoding`. */
export function signatureForm(hash: Hash, encoding: SignatureEncoding): SignatureForm {
  const example = Buffer.alloc(digestBytes[hash]).toString(encoding)
  const padding = /=*$/.exec(example)?.[0] ?? ''
  // The length apart: counting within a pattern takes twice as long.
  const pattern = new RegExp(`^[${alphabets[encoding]}]+${padding}$`)
  return {
    matches: (text) => text.length === example.length && pattern.test(text),
    normalise: encoding === 'hex' ? (text) => text.toLowerCase() : (text) => text,
  }
}
