import { defineStandardWebhooks } from '@postern/core'

/**
 * Loops' webhooks.
 *
 * - Signed: the id, the timestamp and the body, by Standard Webhooks.
 * - Secret: the signing secret, under Settings, Webhooks (`whsec_...`).
 * - Event id: `webhook-id`, signed.
 * - Event type: `$.eventName`, signed.
 * - Retries: not known.
 * - Note: the test event has the type `testing.testEvent`.
 * @see https://loops.so/docs/webhooks
 */
export const loops = defineStandardWebhooks({
  name: 'loops',
  families: ['webhook'],
  event: { type: '$.eventName' },
  formats: ['json'],
})
