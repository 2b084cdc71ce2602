import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** 32 random bytes in base64url (RFC 4648, 5). */
const random = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/** Epoch ms, five minutes from now at most: what was recorded is worth nothing then, whatever became of it. */
const now = z.int().refine((sentAt) => Math.abs(Date.now() - sentAt) <= 300_000)

/** What the producer offers: a key, and a text for the consumer to sign with it. */
export const keyOffer = z.strictObject({ keyData: random, challenge: random, sentAt: now })
export type KeyOffer = z.infer<typeof keyOffer>

/** What the producer says to have its key forgotten. */
export const farewell = z.strictObject({ forgetKey: random, sentAt: now })

/** What the consumer answers to an offer. */
const proof = z.strictObject({ proof: z.string().regex(/^[0-9A-F]{64}$/) })

/** Makes a key, or a challenge. */
export function randomText(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * Signs a challenge with the key that came along. The line in front makes it no delivery, whose body is JSON.
 * @see RFC 2104
 */
export function proofOf({ keyData, challenge }: Pick<KeyOffer, 'keyData' | 'challenge'>): string {
  return createHmac('sha256', keyData).update(`key offer v1\n${challenge}`).digest('hex').toUpperCase()
}

/** Tells whether an answer shows that the consumer has the key and speaks this handshake. */
export function isProofOf(offer: KeyOffer, answer: string): boolean {
  const { success, data } = proof.safeParse(jsonOf(answer))
  return success && timingSafeEqual(Buffer.from(data.proof), Buffer.from(proofOf(offer)))
}

/** Compares keys in constant time. Both have the length of one. */
export function isSameKey(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}

/** Parses JSON, or gives `undefined`: the message of a syntax error would quote what may be a key. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
