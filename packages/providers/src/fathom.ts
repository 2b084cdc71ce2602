import { defineStandardWebhooks } from '@postern/core'

/**
 * Fathom's webhooks, by Standard Webhooks.
 *
 * - Signed: the id, the timestamp and the body.
 * - Secret: API Access in the settings, or the answer to the call that creates the webhook (`whsec_...`).
 * - Event id: `webhook-id`, signed.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Statuses: 2xx.
 * - Note: there is one kind of event, a meeting whose content is ready. The guide says that the body alone is
 *   signed; Fathom's SDK signs all three.
 * @see https://developers.fathom.ai/webhooks
 */
export const fathom = defineStandardWebhooks({
  name: 'fathom',
  families: ['webhook'],
  formats: ['json'],
  event: { type: [] },
})
