import { verifyWebhook } from '@clerk/backend/webhooks'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@clerk/backend', uses: 'verifyWebhook' }

export const secret = 'whsec_mBotd2JnYPX2tPzx4OT8DtCUo3Vql9+C'

/** Whether the SDK accepts a request. */
export async function verify({ method, url, headers, body }, secret) {
  await verifyWebhook(new Request(url, { method, headers, body }), { signingSecret: secret })
  return true
}
