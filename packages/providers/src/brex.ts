import { defineStandardWebhooks } from '@postern/core'

/**
 * Brex' webhooks.
 *
 * - Signed: `webhook-id`, the timestamp and the body.
 * - Secret: one of the answer to `GET /v1/webhooks/secrets`, in base64, with or without `whsec_`. While it is
 *   replaced, Brex signs with both.
 * - Event id: `webhook-id`, signed.
 * - Event type: `$.event_type`, signed.
 * - Retries: not known.
 * @see https://developer.brex.com/docs/webhooks/
 */
export const brex = defineStandardWebhooks({
  name: 'brex',
  families: ['webhook'],
  formats: ['json'],
  event: { type: '$.event_type' },
})
