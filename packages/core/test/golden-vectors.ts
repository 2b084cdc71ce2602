import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Bytes, as the vector file writes them. */
export type VectorBytes = { utf8: string } | { base64: string } | { hex: string }

/** One vector: what was sent, and what must come of it. */
export interface Vector {
  id: string
  suite: 'hmac-dot' | 'convoy' | 'standard-webhooks'
  op: 'verify' | 'sign'
  secrets: (VectorBytes & { notAfter?: number })[]
  schemes: { hash: 'SHA256' | 'SHA512'; encoding: 'hex' | 'base64'; secrets: string[] }[]
  key: string
  /** Of pairs of keys: what the sender has. */
  signingKey?: string
  body: VectorBytes
  payload: VectorBytes
  headers: Record<string, string>
  header: string
  mode: 'simple' | 'advanced' | 'auto'
  advanced: boolean
  timestamp: string | null
  /** Seconds. */
  now: number
  /** Seconds. */
  tolerance: number
  expect: { ok: true } | { ok: false; reason: string } | { header: string; signedBytes: VectorBytes }
}

/** A vector of encryption: what an envelope holds, or what comes of a request that brings one. */
export interface EncryptionVector {
  id: string
  suite: 'aes-256-gcm-envelope' | 'encrypted-signed'
  key: VectorBytes
  encryptionKey: VectorBytes
  secrets: VectorBytes[]
  body: VectorBytes
  headers: Record<string, string>
  aad: VectorBytes | null
  /** Seconds. */
  now: number
  /** Seconds. */
  tolerance: number
  expect: { ok: true; plaintext: VectorBytes } | { ok: false; reason: string }
}

/** A vector of key derivation. */
export interface DerivationVector {
  id: string
  suite: 'hkdf-sha256'
  ikm: VectorBytes
  salt: VectorBytes
  info: VectorBytes
  length: number
  expect: { output: VectorBytes }
}

/** The vectors of a suite, made with Python and OpenSSL. */
export function goldenVectors(suite: Vector['suite'], op: Vector['op']): Vector[] {
  return vectorsOf(suite).filter((vector): vector is Vector => 'op' in vector && vector.op === op)
}

/** The same, of a suite of encryption. */
export function encryptionVectors(suite: EncryptionVector['suite']): EncryptionVector[] {
  return vectorsOf(suite) as EncryptionVector[]
}

/** The same, of key derivation. */
export function derivationVectors(): DerivationVector[] {
  return vectorsOf('hkdf-sha256') as DerivationVector[]
}

type AnyVector = Vector | EncryptionVector | DerivationVector

function vectorsOf(suite: AnyVector['suite']): AnyVector[] {
  const file = readFileSync(join(__dirname, 'vectors/golden.json'), 'utf8')
  const { vectors } = JSON.parse(file) as { vectors: AnyVector[] }
  return vectors.filter((vector) => vector.suite === suite)
}

/** Decodes the bytes of a vector. */
export function vectorBytes(bytes: VectorBytes): Buffer {
  if ('utf8' in bytes) return Buffer.from(bytes.utf8, 'utf8')
  return 'base64' in bytes ? Buffer.from(bytes.base64, 'base64') : Buffer.from(bytes.hex, 'hex')
}
