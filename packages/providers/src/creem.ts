import { defineScheme } from '@postern/core'

/**
 * Creem's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: Developers, Webhooks, the secret of the endpoint, as it is. Test mode has one of its own.
 * - Event id: `$.id`, signed.
 * - Event type: `$.type` or `$.eventType`, signed.
 * - Retries: four, after 30 seconds, a minute, five minutes and an hour.
 * - Note: Creem's SDK also reads `webhook-signature`; should your endpoint be sent that, take `standardWebhooks`.
 * @see https://docs.creem.io/code/webhooks
 */
export const creem = defineScheme({
  name: 'creem',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'creem-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.id', type: ['$.type', '$.eventType'] },
  retryWindowMs: (30 + 60 + 5 * 60 + 60 * 60) * 1000,
})
