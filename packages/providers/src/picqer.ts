import { defineScheme } from '@postern/core'

/**
 * Picqer's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the `secret` that was given when the hook was made.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event`, signed.
 * - Retries: 15 within about 17 hours.
 * - Statuses: 200, 201 or 202 within ten seconds. Five events that fail for good within a day turn the hook off.
 * - Note: a hook without a secret is not signed at all, and everything that it sends is refused.
 * @see https://picqer.com/en/api/webhooks
 */
export const picqer = defineScheme({
  name: 'picqer',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-picqer-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  event: { type: '$.event' },
  formats: ['json'],
  retryWindowMs: 17 * 60 * 60 * 1000,
})
