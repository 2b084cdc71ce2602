import { defineStandardWebhooks } from '@postern/core'

/**
 * BigCommerce's webhooks.
 *
 * - Signed: `webhook-id`, the timestamp and the body.
 * - Secret: the client secret of the app whose token made the webhook, as it is. It is not base64.
 * - Event id: `webhook-id`, signed.
 * - Event type: `$.scope`, signed.
 * - Retries: eleven, within about 48 hours.
 * - Statuses: any 2xx. Of a domain that answers fewer than nine in ten within two minutes, nothing is heard for
 *   three.
 * - Note: `$.hash` is the same for two deliveries of one event under two ids.
 * @see https://developer.bigcommerce.com/docs/integrations/webhooks/https-webhook-overview
 */
export const bigcommerce = defineStandardWebhooks({
  name: 'bigcommerce',
  families: ['webhook'],
  secret: 'utf8',
  formats: ['json'],
  event: { type: '$.scope' },
  retryWindowMs: 48 * 60 * 60 * 1000,
})
