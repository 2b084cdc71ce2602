import { defineStandardWebhooks } from '@postern/core'

/**
 * Render's webhooks.
 *
 * - Signed: the id, the timestamp and the body.
 * - Secret: the workspace's Webhooks page, the webhook's signing secret (`whsec_...`).
 * - Event id: `webhook-id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: not known.
 * - Note: the body has ids alone: ask the API for the rest.
 * @see https://render.com/docs/webhooks
 */
export const render = defineStandardWebhooks({
  name: 'render',
  families: ['webhook'],
  formats: ['json'],
})
