import { defineScheme } from '@postern/core'

/**
 * Square's webhooks.
 *
 * - Signed: the notification URL and the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the Signature Key of the webhook subscription, in the Developer Console, as it is.
 * - Event id: `$.event_id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: for up to 24 hours.
 * - Statuses: 2xx; a URL without a single one in three weeks is disabled.
 * - Note: the URL is signed as it is in the subscription, to the last character: behind a proxy give it as `url`.
 *   The older `x-square-signature` is never looked at.
 * @see https://developer.squareup.com/docs/webhooks/step3validate
 */
export const square = defineScheme({
  name: 'square',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint:
    'Each subscription has a signature key of its own, in the sandbox and in production. The URL must be the notification URL exactly.',
  signature: { header: 'x-square-hmacsha256-signature', format: 'raw', encoding: 'base64' },
  signs: '{url}{body}',
  formats: ['json'],
  event: { id: '$.event_id', type: '$.type' },
  retryWindowMs: 24 * 60 * 60 * 1000,
})
