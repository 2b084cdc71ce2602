import { hash } from 'node:crypto'
import { equalInConstantTime } from '../crypto/constant-time.js'
import { SignatureError } from '../errors.js'
import type { Claims } from './read-token.js'

/** The claim that has the SHA-256 of something. */
export interface HashClaim {
  readonly claim: string
  /** Base64 and base64url are read with their padding or without it. */
  readonly encoding: 'hex' | 'base64' | 'base64url'
}

/**
 * Checks when a token is in force (RFC 7519, 4.1.4 and 4.1.5).
 * @param leewayMs - how far the sender's clock may be off
 * @throws SignatureError
 */
export function checkTimes({ exp, nbf }: Claims, now: number, leewayMs: number): void {
  if (exp !== undefined && !isTime(exp)) throw new SignatureError('timestamp_malformed')
  if (nbf !== undefined && !isTime(nbf)) throw new SignatureError('timestamp_malformed')
  if (exp !== undefined && now >= exp * 1000 + leewayMs) throw new SignatureError('signature_expired')
  if (nbf !== undefined && now < nbf * 1000 - leewayMs) throw new SignatureError('timestamp_in_future')
}

/** A NumericDate (RFC 7519, 2): seconds, which may have a fraction. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

/** Checks that a claim has this value, or has it among several as an `aud` may (RFC 7519, 4.1.3). */
export function checkClaim(claims: Claims, name: string, wanted: readonly string[]): void {
  const found = [own(claims, name)].flat()
  if (!found.some((value) => wanted.some((text) => value === text)))
    throw new SignatureError('signature_mismatch')
}

/** Checks that a claim is true. */
export function checkTrue(claims: Claims, name: string): void {
  if (own(claims, name) !== true) throw new SignatureError('signature_mismatch')
}

/** Checks that a claim is the SHA-256 of these bytes. */
export function checkHash(claims: Claims, { claim, encoding }: HashClaim, bytes: Uint8Array | string): void {
  const sent = own(claims, claim)
  if (typeof sent !== 'string' || !/^[\x21-\x7e]+$/.test(sent)) throw new SignatureError('digest_mismatch')
  const spelling = encoding === 'hex' ? sent.toLowerCase() : sent.replace(/=+$/, '')
  const expected = hash('sha256', bytes, encoding).replace(/=+$/, '')
  if (!equalInConstantTime(expected, spelling)) throw new SignatureError('digest_mismatch')
}

function own(claims: Claims, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined
}
