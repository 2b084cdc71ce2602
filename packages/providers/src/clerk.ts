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
  families: ['svix'],
  formats: ['json'],
})
