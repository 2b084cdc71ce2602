import { defineScheme } from '@postern/core'

/**
 * Typeform's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the secret of the webhook, under the form's Connect, Webhooks. Without one Typeform signs nothing, and
 *   every delivery is refused.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event_type`, signed.
 * - Retries: every two or three minutes for ten hours after 408, 423, 429 and 503; five to seven after others.
 * - Statuses: 2xx within 30 seconds; 404 and 410 disable the webhook at once.
 * @see https://www.typeform.com/developers/webhooks/secure-your-webhooks/
 */
export const typeform = defineScheme({
  name: 'typeform',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint: "The secret is the one that the form's webhook was made with.",
  signature: { header: 'typeform-signature', format: { prefix: 'sha256=' }, encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.event_type' },
  retryWindowMs: 10 * 60 * 60 * 1000,
})
