import { defineStandardWebhooks } from '@postern/core'

/**
 * Seam's webhooks.
 *
 * - Signed: the id, the timestamp and the body.
 * - Secret: Webhooks, the secret that is shown when the webhook is made (`whsec_...`).
 * - Event id: `svix-id`, or `webhook-id`, signed: Seam's SDK takes the headers of Standard Webhooks as well.
 * - Event type: `$.event_type`, signed.
 * - Retries: seven within 28 hours.
 * @see https://docs.seam.co/latest/developer-tools/webhooks
 */
export const seam = defineStandardWebhooks({
  name: 'seam',
  families: ['svix', 'webhook'],
  event: { type: '$.event_type' },
  formats: ['json'],
  retryWindowMs: ((27 * 60 + 35) * 60 + 5) * 1000,
})
