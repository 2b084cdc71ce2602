import { defineStandardWebhooks } from '@postern/core'

/**
 * Resend's webhooks.
 *
 * - Signed: the id, the timestamp and the body.
 * - Secret: Webhooks, the endpoint's signing secret (`whsec_...`).
 * - Event id: `svix-id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: seven within 28 hours.
 * - Statuses: an endpoint that keeps failing is turned off in the end.
 * @see https://resend.com/docs/webhooks/retries-and-replays
 */
export const resend = defineStandardWebhooks({
  name: 'resend',
  secretHint: 'Each webhook has a signing secret of its own (`whsec_`); the API key (`re_`) is none.',
  secretPattern: /^whsec_/,
  families: ['svix'],
  formats: ['json'],
  retryWindowMs: ((27 * 60 + 35) * 60 + 5) * 1000,
})
