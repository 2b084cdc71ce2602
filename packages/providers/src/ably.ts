import { defineScheme } from '@postern/core'

/**
 * Ably's batched webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the part behind the colon of the API key that the integration rule names. With the part before it as
 *   `keyId`, only deliveries that name that key in `x-ably-key` are compared with it.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.items.0.name`, signed: that of the first item, of up to a thousand in one delivery.
 * - Retries: for up to five minutes.
 * - Note: requests of a single event have no signature, and are refused. `webhookId` is the id of the rule. A rule
 *   that sends MessagePack needs a `parse` of its own.
 * @see https://ably.com/docs/platform/integrations/webhooks
 */
export const ably = defineScheme({
  name: 'ably',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-ably-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  keyId: { header: 'x-ably-key' },
  formats: ['json'],
  event: { type: '$.items.0.name' },
  retryWindowMs: 5 * 60 * 1000,
})
