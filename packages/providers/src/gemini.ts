import { defineStandardWebhooks } from '@postern/core'

/**
 * The Gemini API's static webhooks.
 *
 * - Signed: the id, the timestamp and the body (Standard Webhooks).
 * - Secret: returned once, when the webhook is made through the API (`whsec_...`).
 * - Event id: `webhook-id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: for up to 24 hours, further and further apart.
 * - Statuses: 2xx within a few seconds.
 * - Note: the dynamic webhooks of single requests have the same headers, but a JWT for a signature: they are
 *   refused.
 * @see https://ai.google.dev/gemini-api/docs/webhooks
 */
export const gemini = defineStandardWebhooks({
  name: 'gemini',
  families: ['webhook'],
  formats: ['json'],
  event: { type: '$.type' },
  retryWindowMs: 24 * 60 * 60 * 1000,
})
