import { verifyAndParseWebhook } from 'stream-chat'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'stream-chat', uses: 'verifyAndParseWebhook' }
export const secret = 'gx4k7qzv9wjm3tcb8nfr5ydh2splau6e1io0kq7vz9wjm3tcb8nfr5ydh2splau6'

/** Whether the SDK accepts a request. */
export function verify({ headers, body }, secret) {
  verifyAndParseWebhook(body, headers['x-signature'], secret)
  return true
}
