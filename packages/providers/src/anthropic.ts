import { defineStandardWebhooks } from '@postern/core'

/**
 * Webhooks of Anthropic's Claude platform.
 *
 * - Signed: `webhook-id`, the timestamp and the body.
 * - Secret: Claude Console, Manage, Webhooks, the endpoint's signing key (`whsec_...`), which is shown only once.
 * - Event id: `$.id`, signed.
 * - Event type: `$.data.type`, signed. `$.type` is always `event`.
 * - Retries: not known.
 * - Statuses: any 2xx; a 3xx counts as failed.
 * @see https://platform.claude.com/docs/en/api/ruby/beta/webhooks/unwrap
 */
export const anthropic = defineStandardWebhooks({
  name: 'anthropic',
  families: ['webhook'],
  formats: ['json'],
  event: { id: ['$.id', { header: '{family}-id' }], type: '$.data.type' },
})
