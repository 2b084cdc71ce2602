import { defineScheme } from '@postern/core'

/**
 * Squarespace's webhook subscriptions.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the hexadecimal text that creating the subscription, or rotating its secret, returns once.
 * - Event id: `$.id`, signed.
 * - Event type: `$.topic`, signed.
 * - Retries: several, for up to 48 hours.
 * - Statuses: 2xx; a subscription with many failures may be deleted.
 * - Note: once a secret is rotated, the old one signs nothing more.
 * @see https://developers.squarespace.com/webhooks/verifying-notifications
 */
export const squarespace = defineScheme({
  name: 'squarespace',
  algorithm: 'hmac-sha256',
  secret: 'hex',
  signature: { header: 'squarespace-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.id', type: '$.topic' },
  retryWindowMs: 48 * 60 * 60 * 1000,
})
