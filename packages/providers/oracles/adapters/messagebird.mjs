import { createSecretKey } from 'node:crypto'
import { verify as verifyJwt } from 'messagebird/lib/webhook-signature-jwt.js'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'messagebird', uses: 'webhook-signature-jwt: verify' }
export const secret = 'PlLrKaqvZNRR5zAjm42ZT6q1SQxgbbGd'

/** Whether the SDK accepts a request. */
export function verify({ url, headers, body }, secret) {
  return verifyJwt(url, body, headers['messagebird-signature-jwt'], createSecretKey(Buffer.from(secret)))
}
