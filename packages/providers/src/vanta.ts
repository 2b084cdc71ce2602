import { defineStandardWebhooks } from '@postern/core'

/**
 * Vanta's webhooks, which Svix delivers.
 *
 * - Signed: the id, the timestamp and the body.
 * - Secret: the endpoint's Signing Secret (`whsec_...`), under Settings, Webhooks.
 * - Event id: `svix-id`, signed.
 * - Event type: none that is known.
 * - Retries: for about five days, at growing intervals.
 * - Statuses: 2xx within 15 seconds.
 * @see https://developer.vanta.com/docs/webhooks
 */
export const vanta = defineStandardWebhooks({
  name: 'vanta',
  families: ['svix'],
  formats: ['json'],
  event: { type: [] },
  retryWindowMs: 5 * 24 * 60 * 60 * 1000,
})
