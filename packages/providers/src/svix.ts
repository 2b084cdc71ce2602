import { defineStandardWebhooks } from '@postern/core'

/**
 * Svix's webhooks, of senders that have no preset of their own.
 *
 * - Signed: the id, the timestamp and the body, in `svix-*` headers or in `webhook-*`.
 * - Secret: the endpoint's signing secret in the sender's App Portal (`whsec_...`), as it is.
 * - Event id: `svix-id`, or `webhook-id`, signed.
 * - Event type: none that is known: the sender's payload may have one.
 * - Retries: seven after the first attempt, within 28 hours.
 * - Statuses: 2xx.
 * @see https://docs.svix.com/receiving/verifying-payloads/how-manual
 */
export const svix = defineStandardWebhooks({
  name: 'svix',
  secretHint:
    'Each endpoint has a signing secret of its own (`whsec_`), and each environment other endpoints.',
  secretPattern: /^whsec_/,
  families: ['svix', 'webhook'],
  retryWindowMs: (5 + 5 * 60 + 30 * 60 + (2 + 5 + 10 + 10) * 60 * 60) * 1000,
  formats: ['json'],
  event: { type: [] },
})
