import { defineStandardWebhooks } from '@postern/core'

/**
 * Dodo Payments' webhooks, by Standard Webhooks.
 *
 * - Signed: the id, the timestamp and the body.
 * - Secret: Developer, Webhooks, the signing secret of the endpoint. After a rotation the old one is good for 24
 *   hours.
 * - Event id: `webhook-id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: some, further and further apart; for how long is not known.
 * @see https://docs.dodopayments.com/developer-resources/webhooks
 */
export const dodopayments = defineStandardWebhooks({
  name: 'dodopayments',
  families: ['webhook'],
  formats: ['json'],
})
