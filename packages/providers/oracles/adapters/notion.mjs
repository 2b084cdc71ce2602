import { signWebhookPayload, verifyWebhookSignature } from '@notionhq/client'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@notionhq/client', uses: 'verifyWebhookSignature, signWebhookPayload' }
export const secret = 'secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl'

/** Whether the SDK accepts a request. */
export function verify({ headers, body }, secret) {
  return verifyWebhookSignature({ body, signature: headers['x-notion-signature'], verificationToken: secret })
}

/** Has the SDK sign a delivery. */
export async function sign({ method, url, body }, secret) {
  const signature = await signWebhookPayload({ body, verificationToken: secret })
  return {
    method,
    url,
    headers: { 'content-type': 'application/json', 'x-notion-signature': signature },
    body,
  }
}
