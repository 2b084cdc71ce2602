import { defineScheme } from '@postern/core'

/**
 * Checkr's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: Developer settings, the secret API key that the webhook belongs to.
 * - Event id: `$.id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: not known.
 * - Statuses: any 2xx. A URL that fails for 60 days is removed.
 * @see https://docs.checkr.com/apis/webhooks
 */
export const checkr = defineScheme({
  name: 'checkr',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-checkr-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.id', type: '$.type' },
})
