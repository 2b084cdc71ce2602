import { defineStandardWebhooks } from '@postern/core'

/**
 * OpenAI's webhooks.
 *
 * - Signed: the id, the timestamp and the body, by Standard Webhooks.
 * - Secret: that of the webhook, in the project's settings under Webhooks (`whsec_...`). It is shown once.
 * - Event id: `webhook-id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: for up to 72 hours.
 * - Statuses: any 2xx.
 * - Note: `$.id` is that of the event, and `webhook-id` that of its delivery, which retries share.
 * @see https://platform.openai.com/docs/guides/webhooks
 */
export const openai = defineStandardWebhooks({
  name: 'openai',
  secretHint:
    'Each webhook endpoint has a signing secret of its own (`whsec_`); the API key (`sk-`) is none.',
  secretPattern: /^whsec_/,
  families: ['webhook'],
  formats: ['json'],
  retryWindowMs: 72 * 60 * 60 * 1000,
})
