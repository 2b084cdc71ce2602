import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { vectorBytes, type VectorBytes } from '../golden-vectors.js'
import type { KeyEntry } from '../../src/keys/key-ring.js'

type Expectation = { ok: true } | { ok: false; reason: string }

/** A body with a digest of it. */
export interface DigestVector {
  id: string
  suite: 'content-digest'
  body: VectorBytes
  header: { 'Content-Digest': string }
  expect: Expectation
}

/** A signed request. */
export interface MessageVector {
  id: string
  suite: 'rfc9421'
  request: { method: string; url: string; headers: Record<string, string>; body: VectorBytes }
  signatureInput: string
  signature: string
  key: string | VectorBytes
  signatureBase: string
  /** Seconds. */
  now: number
  expect: Expectation
}

type VectorKey = { type: 'ed25519' | 'rsa'; publicPem: string } | { type: 'hmac'; base64: string }

const file = JSON.parse(readFileSync(join(__dirname, '../vectors/golden-http.json'), 'utf8')) as {
  keys: Record<string, VectorKey>
  vectors: (DigestVector | MessageVector)[]
}

/** The digests and the signed requests, made with Python and OpenSSL. */
export const digestVectors = file.vectors.filter((vector) => vector.suite === 'content-digest')
export const messageVectors = file.vectors.filter((vector) => vector.suite === 'rfc9421')

/** The key of a vector, as a receiver has it. */
export function keyOf({ key, signatureInput }: MessageVector): KeyEntry {
  const kid = /keyid="([^"]+)"/.exec(signatureInput)?.[1] ?? '0'
  if (typeof key !== 'string') return { kid, algorithm: 'hmac-sha256', key: vectorBytes(key) }
  const found = file.keys[key]!
  if (found.type === 'hmac')
    return { kid, algorithm: 'hmac-sha256', key: Buffer.from(found.base64, 'base64') }
  const algorithm = found.type === 'rsa' ? 'rsa-pss-sha512' : 'ed25519'
  return { kid, algorithm, key: found.publicPem }
}
