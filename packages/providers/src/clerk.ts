import { defineStandardWebhooks } from '@postern/core'

/**
 * Clerk's webhooks, which Svix sends.
 *
 * - Signed: `svix-id`, the timestamp and the body.
 * - Secret: Clerk Dashboard, Webhooks, the endpoint's signing secret (`whsec_...`).
 * - Event id: `svix-id`, signed. `$.data.id` is the object.
 * - Event type: `$.type`, signed.
 * - Retries: by the schedule of Svix.
 * @see https://clerk.com/docs/guides/development/webhooks/overview
 */
export const clerk = defineStandardWebhooks({
  name: 'clerk',
  secretHint:
    'Each endpoint has a signing secret of its own (`whsec_`), in development and in production; the secret key (`sk_`) is none.',
  secretPattern: /^whsec_/,
  families: ['svix'],
  formats: ['json'],
})
