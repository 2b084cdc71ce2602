import { defineStandardWebhooks } from '@postern/core'

/**
 * incident.io's webhooks, which Svix sends.
 *
 * - Signed: the id, the timestamp and the body (Standard Webhooks).
 * - Secret: the endpoint's signing secret, under Settings, Webhooks (`whsec_...`).
 * - Event id: `webhook-id`, signed.
 * - Event type: none that is known.
 * - Retries: within 24 hours, further and further apart.
 * - Statuses: 2xx. An endpoint that fails for five days is disabled.
 * @see https://docs.incident.io/integrations/webhooks
 */
export const incidentIo = defineStandardWebhooks({
  name: 'incident-io',
  families: ['webhook'],
  formats: ['json'],
  event: { type: [] },
  retryWindowMs: 24 * 60 * 60 * 1000,
})
