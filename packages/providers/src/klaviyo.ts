import { defineScheme } from '@postern/core'

/**
 * Klaviyo's system webhooks.
 *
 * - Signed: the body and the text of `klaviyo-timestamp`.
 * - Secret: the secret key, of 16 characters or more, that you set when you made the webhook.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.data.0.topic`, signed: that of the first event.
 * - Retries: not known.
 * - Note: the age of a delivery is not looked at, as Klaviyo states no window: a recording can be replayed at
 *   any time. One delivery brings several events in `$.data`, each with an `external_id` and a `topic`.
 *   Klaviyo asks you to drop those whose `klaviyo-webhook-id` differs from `$.meta.klaviyo_webhook_id`. The
 *   webhooks of flows are not signed in this way.
 * @see https://developers.klaviyo.com/en/docs/working_with_system_webhooks
 */
export const klaviyo = defineScheme({
  name: 'klaviyo',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'klaviyo-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}{header:klaviyo-timestamp}',
  formats: ['json'],
  event: { type: '$.data.0.topic' },
})
