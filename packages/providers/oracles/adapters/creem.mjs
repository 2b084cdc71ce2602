import { verifyWebhookSignature } from 'creem/webhooks.js'

/** What verifies: the package, and what of it. It reads the headers of both schemes, the old one last. */
export const oracle = { package: 'creem', uses: 'verifyWebhookSignature' }

export const secret = 'whsec_mBotd2JnYPX2tPzx4OT8DtCUo3Vql9+C'

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  await verifyWebhookSignature(body, headers, secret)
  return true
}
