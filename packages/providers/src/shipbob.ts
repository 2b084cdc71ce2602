import { defineStandardWebhooks } from '@postern/core'

/**
 * ShipBob's webhooks.
 *
 * - Signed: the id, the timestamp and the body.
 * - Secret: the secret in the answer that makes the webhook subscription (`whsec_...`).
 * - Event id: `webhook-id`, signed.
 * - Event type: `x-webhook-topic`, **not signed**.
 * - Retries: not known.
 * - Statuses: 2xx.
 * @see https://developer.shipbob.com/2026-07/webhooks
 */
export const shipbob = defineStandardWebhooks({
  name: 'shipbob',
  families: ['webhook'],
  event: { type: { header: 'x-webhook-topic' } },
  formats: ['json'],
})
