import { defineStandardWebhooks } from '@postern/core'

/**
 * Lithic's events.
 *
 * - Signed: the id, the timestamp and the body, by Standard Webhooks. While a secret is rotated, which takes 24
 *   hours, Lithic signs with both.
 * - Secret: that of the event subscription, from the dashboard or the API, with or without `whsec_`.
 * - Event id: `webhook-id`, signed.
 * - Event type: `$.event_type`, signed.
 * - Retries: seven within 28 hours.
 * - Statuses: any 2xx. A subscription that fails for five days is disabled.
 * @see https://docs.lithic.com/docs/events-api
 */
export const lithic = defineStandardWebhooks({
  name: 'lithic',
  families: ['webhook'],
  event: { type: '$.event_type' },
  formats: ['json'],
  retryWindowMs: (27 * 60 * 60 + 35 * 60 + 5) * 1000,
})
