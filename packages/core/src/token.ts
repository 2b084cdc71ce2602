import { randomFillSync } from 'node:crypto'

const tokenBytes = 6
const pool = Buffer.alloc(tokenBytes * 512)
let used = pool.length

/**
 * Makes the token of an attempt: 12 hexadecimal digits. 48 random bits, as it is told apart only from the few other
 * attempts of its delivery. A UUID would be three times as long in every record, and in pieces while it is made.
 */
export function newToken(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += tokenBytes
  return pool.toString('hex', used - tokenBytes, used)
}
