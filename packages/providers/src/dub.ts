import { defineScheme } from '@postern/core'

/**
 * Dub's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the workspace's webhook settings, Update Details, as it is.
 * - Event id: `$.id`, signed.
 * - Event type: `$.event`, signed.
 * - Retries: after 12 seconds, 2 and 30 minutes and 6 hours, then daily until the twentieth failure in a row.
 * - Statuses: 2xx.
 * - Note: the last retries may come after weeks: have `retentionMs` as long as it takes you to mend a failure.
 * @see https://dub.co/docs/webhooks/verify-webhook-requests
 */
export const dub = defineScheme({
  name: 'dub',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'dub-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.id', type: '$.event' },
})
