import { defineScheme } from '@postern/core'

/**
 * Ashby's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: Admin, Integrations, Webhooks, the secret token that was entered with the webhook.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.action`, signed.
 * - Retries: not known.
 * - Statuses: below 400 for the `ping` that comes when a webhook is made or changed, or it stays disabled.
 * - Note: that `ping` is signed as any other delivery is, and comes to the handler.
 * @see https://developers.ashbyhq.com/docs/authenticating-webhooks
 */
export const ashby = defineScheme({
  name: 'ashby',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'ashby-signature', format: { prefix: 'sha256=' }, encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.action' },
})
