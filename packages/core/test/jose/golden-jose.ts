import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { VectorBytes } from '../golden-vectors.js'

type Expected = { ok: true; plaintext?: VectorBytes } | { ok: false; reason: string }

/** A vector of a detached JWS. */
export interface JwsVector {
  id: string
  suite: 'jws-detached'
  key: 'rsa2048-a' | 'ed25519-a'
  body: VectorBytes
  jws: string
  expect: Expected
}

/** A vector of a JWE. */
export interface JweVector {
  id: string
  suite: 'jwe'
  key: VectorBytes
  jwe: string
  expect: Expected
}

interface File {
  keys: Record<JwsVector['key'], { publicPem: string }>
  vectors: (JwsVector | JweVector)[]
}

const file = JSON.parse(readFileSync(join(__dirname, '../vectors/golden-jose.json'), 'utf8')) as File

/** The vectors of detached JWS, made with Python and OpenSSL. */
export const jwsVectors = file.vectors.filter((vector) => vector.suite === 'jws-detached')

/** The same, of JWE. */
export const jweVectors = file.vectors.filter((vector) => vector.suite === 'jwe')

/** The public key of a vector, as PEM. */
export function publicPemOf({ key }: JwsVector): string {
  return file.keys[key].publicPem
}
