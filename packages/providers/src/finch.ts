import { defineStandardWebhooks } from '@postern/core'

/**
 * Finch's webhooks.
 *
 * - Signed: the id, the timestamp and the body, as in Standard Webhooks, in headers of Finch's own.
 * - Secret: shown in the Finch dashboard when the webhook is registered: base64, without `whsec_`.
 * - Event id: `finch-event-id`, signed.
 * - Event type: `$.event_type`, signed.
 * - Retries: not known.
 * @see https://developer.tryfinch.com/developer-resources/Webhooks
 */
export const finch = defineStandardWebhooks({
  name: 'finch',
  families: ['finch'],
  secret: 'base64',
  formats: ['json'],
  event: { id: { header: 'finch-event-id' }, type: '$.event_type' },
})
