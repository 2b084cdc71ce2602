import { verifyWebhookRequest } from '@lovable.dev/webhooks-js'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@lovable.dev/webhooks-js', uses: 'verifyWebhookRequest' }
export const secret = 'lovable-secret-8f2d6b0c4a1e'

/** Whether the SDK accepts a request. */
export async function verify({ method, url, headers, body }, secret) {
  await verifyWebhookRequest({ req: new Request(url, { method, headers, body }), secret })
  return true
}
