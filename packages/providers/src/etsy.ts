import { defineStandardWebhooks } from '@postern/core'

/**
 * Etsy's webhooks, by Standard Webhooks.
 *
 * - Signed: the id, the timestamp and the body.
 * - Secret: the Webhook portal under Manage your apps, the endpoint's signing secret.
 * - Event id: `webhook-id`, signed.
 * - Event type: `$.event_type`, signed.
 * - Retries: up to eight within 28 hours, the last two ten hours apart.
 * @see https://developers.etsy.com/documentation/essentials/webhooks
 */
export const etsy = defineStandardWebhooks({
  name: 'etsy',
  families: ['webhook'],
  formats: ['json'],
  event: { type: '$.event_type' },
  retryWindowMs: (27 * 60 * 60 + 35 * 60 + 5) * 1000,
})
