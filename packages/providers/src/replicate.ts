import { defineStandardWebhooks } from '@postern/core'

/**
 * Replicate's webhooks.
 *
 * - Signed: the id, the timestamp and the body.
 * - Secret: `key` in the answer to `GET https://api.replicate.com/v1/webhooks/default/secret` (`whsec_...`).
 * - Event id: `webhook-id`, signed.
 * - Event type: `$.status`, signed: the body is the prediction, whose status is the nearest that there is.
 * - Retries: not known.
 * @see https://replicate.com/docs/topics/webhooks/verify-webhook
 */
export const replicate = defineStandardWebhooks({
  name: 'replicate',
  families: ['webhook'],
  event: { type: '$.status' },
  formats: ['json'],
})
