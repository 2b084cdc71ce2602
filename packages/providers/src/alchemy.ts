import { defineScheme } from '@postern/core'

/**
 * Alchemy's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the signing key on the webhook's page of the dashboard (`whsec_...`), as it is. It is not base64.
 * - Event id: `$.id`, signed. `$.webhookId` is the webhook.
 * - Event type: `$.type`, signed.
 * - Retries: for up to ten minutes, and up to an hour for Enterprise.
 * - Statuses: 200 within five seconds.
 * @see https://docs.alchemy.com/reference/notify-api-faq
 */
export const alchemy = defineScheme({
  name: 'alchemy',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-alchemy-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.id', type: '$.type' },
  retryWindowMs: 60 * 60 * 1000,
})
