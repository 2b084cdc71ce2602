import { hash } from 'node:crypto'
import { serializeDictionary } from 'structured-headers'
import { oneOf } from '../check-option.js'
import { equalInConstantTime } from '../crypto/constant-time.js'
import { SignatureError } from '../errors.js'
import { byteSequence, parseStrictDictionary } from './structured-dictionary.js'

/** The digests that prove anything (RFC 9530, 5). Others that a sender adds are passed over. */
export type DigestAlgorithm = 'sha-256' | 'sha-512'

const hashes = { 'sha-256': 'sha256', 'sha-512': 'sha512' } as const
const algorithms = Object.keys(hashes) as readonly DigestAlgorithm[]

/** A digest that a header gives, in base64. */
export interface SentDigest {
  readonly algorithm: DigestAlgorithm
  readonly digest: string
}

/**
 * Makes the value of a `Content-Digest` header (RFC 9530, 2).
 * @param body - the bytes as they are sent; text is taken as UTF-8
 * @throws TypeError for an algorithm that is none of the two
 * @see RFC 9530, 2 (`Content-Digest`), 5 (algorithms)
 * @example
 * const headers = { 'content-digest': contentDigest('{"hello": "world"}') }
 */
export function contentDigest(body: Uint8Array | string, algorithm: DigestAlgorithm = 'sha-256'): string {
  oneOf(algorithms, algorithm, 'contentDigest: algorithm')
  const digest = hash(hashes[algorithm], body, 'buffer')
  return serializeDictionary({ [algorithm]: [digest, new Map()] })
}

/**
 * Checks a body against a `Content-Digest` header (RFC 9530, 2): each digest of an algorithm that is known must be
 * the body's, and there must be one.
 * @param value - the header's; several of them joined with a comma
 * @throws SignatureError `digest_mismatch`; `digest_unsupported` where none is known; `header_malformed`
 * @see RFC 9530, 2 (`Content-Digest`), 5 (algorithms)
 */
export function checkContentDigest(value: string, body: Uint8Array): void {
  compareDigests(parseContentDigest(value), body)
}

/** Reads the digests that are known. */
export function parseContentDigest(value: string): readonly SentDigest[] {
  const members = parseStrictDictionary(value)
  const digests = algorithms.flatMap((algorithm) => {
    const member = members.get(algorithm)
    if (member === undefined) return []
    const digest = byteSequence(member)
    if (digest === undefined) throw new SignatureError('header_malformed')
    return [{ algorithm, digest }]
  })
  if (digests.length === 0) throw new SignatureError('digest_unsupported')
  return digests
}

/** Compares all of them, in constant time. */
export function compareDigests(digests: readonly SentDigest[], body: Uint8Array): void {
  for (const { algorithm, digest } of digests) {
    if (!equalInConstantTime(hash(hashes[algorithm], body, 'base64'), digest))
      throw new SignatureError('digest_mismatch')
  }
}
