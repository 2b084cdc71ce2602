import { WebhookEventVerifier } from '@onfido/api'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@onfido/api', uses: 'WebhookEventVerifier.readPayload' }
export const secret = '_xYz789xyz789XYZ789xyz789XYZ789_'

/** Whether the SDK accepts a request. */
export function verify({ headers, body }, secret) {
  new WebhookEventVerifier(secret).readPayload(body, headers['x-sha2-signature'])
  return true
}
