import { defineScheme } from '@postern/core'

/**
 * RevenueCat's webhooks, with signing switched on.
 *
 * - Signed: the timestamp and the body.
 * - Secret: Integrations, Webhooks, the signing secret.
 * - Event id: `$.event.id`, signed.
 * - Event type: `$.event.type`, signed.
 * - Retries: five within 155 minutes.
 * - Statuses: 200 alone, within 60 seconds.
 * - Note: signing is switched on for each integration. Without it there is only the fixed `authorization` header,
 *   and everything is refused here.
 * @see https://www.revenuecat.com/docs/integrations/webhooks
 */
export const revenuecat = defineScheme({
  name: 'revenuecat',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'x-revenuecat-webhook-signature',
    format: { pairs: ',', signature: 'v1', timestamp: 't' },
    encoding: 'hex',
  },
  signs: '{timestamp}.{body}',
  timestamp: { from: 'signature', unit: 's' },
  event: { id: '$.event.id', type: '$.event.type' },
  formats: ['json'],
  retryWindowMs: 155 * 60 * 1000,
})
