import { defineStandardWebhooks } from '@postern/core'

/**
 * Stytch's webhooks, which Svix delivers.
 *
 * - Signed: the id, the timestamp and the body.
 * - Secret: the signing secret (`whsec_...`) under Webhooks in the Dashboard.
 * - Event id: `svix-id`, signed.
 * - Event type: none that is known: it is made of `$.source`, `$.object_type` and `$.action`.
 * - Retries: not known.
 * @see https://stytch.com/docs/b2b/guides/webhooks
 */
export const stytch = defineStandardWebhooks({
  name: 'stytch',
  families: ['svix'],
  formats: ['json'],
  event: { type: [] },
})
