import { defineStandardWebhooks } from '@postern/core'

/**
 * folk's webhooks.
 *
 * - Signed: the id, the timestamp and the body (Standard Webhooks).
 * - Secret: shown once, when the webhook is made; with `whsec_` or without.
 * - Event id: `webhook-id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: not known.
 * @see https://developer.folk.app/webhooks/handle-deliveries
 */
export const folk = defineStandardWebhooks({
  name: 'folk',
  families: ['webhook'],
  formats: ['json'],
  event: { type: '$.type' },
})
