import { verifyWebhookSignature } from 'hook0-client'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'hook0-client', uses: 'verifyWebhookSignature' }

/** The secret of a subscription. */
export const secret = '8f2f0a52-6f2b-4a0e-9a1c-0d3b7e5c9a41'

/** Headers that `h` of the signature may name. */
export const request = {
  headers: { 'x-event-id': '0f6d9c0e-1c3b-4f7e-8f7d-1b2a3c4d5e6f', 'x-event-type': 'billing.invoice.paid' },
}

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  return verifyWebhookSignature(headers['x-hook0-signature'], body, new Headers(headers), secret, 300)
}
