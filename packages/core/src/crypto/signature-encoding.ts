import type { Hash } from './hash.js'

/** How the bytes of a signature are written. Hex is read in either case; base64 with its padding, base64url without. */
export type SignatureEncoding = 'hex' | 'base64' | 'base64url'

const digestBytes: Record<Hash, number> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 }

/** The one form that a well-formed signature of a key has. */
export interface SignatureForm {
  /** Whether `text` could be a signature at all. */
  matches(text: string): boolean
  /** The spelling that the signature is compared in. */
  normalise(text: string): string
}

/** Gives the form of the signatures that `hash` makes in `encoding`. */
export function signatureForm(hash: Hash, encoding: SignatureEncoding): SignatureForm {
  const bytes = digestBytes[hash]
  if (encoding === 'hex') {
    const pattern = new RegExp(`^[0-9a-fA-F]{${String(bytes * 2)}}$`)
    return { matches: (text) => pattern.test(text), normalise: (text) => text.toLowerCase() }
  }
  const characters = Math.ceil((bytes * 4) / 3)
  const padding = '='.repeat(encoding === 'base64' ? (3 - (bytes % 3)) % 3 : 0)
  const alphabet = encoding === 'base64' ? 'A-Za-z0-9+/' : 'A-Za-z0-9_-'
  const pattern = new RegExp(`^[${alphabet}]{${String(characters)}}${padding}$`)
  return { matches: (text) => pattern.test(text), normalise: (text) => text }
}
