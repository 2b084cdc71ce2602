import { defineStandardWebhooks } from '@postern/core'

/**
 * Liveblocks' webhooks.
 *
 * - Signed: the id, the timestamp and the body, by Standard Webhooks.
 * - Secret: the signing secret of the endpoint, in the project's webhooks dashboard (`whsec_...`).
 * - Event id: `webhook-id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: not known.
 * - Statuses: any 2xx. An endpoint at which all fails for five days is disabled.
 * @see https://liveblocks.io/docs/platform/webhooks
 */
export const liveblocks = defineStandardWebhooks({
  name: 'liveblocks',
  families: ['webhook'],
  formats: ['json'],
})
