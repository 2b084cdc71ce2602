import { defineCredential } from '@postern/core'

/**
 * Chargebee's webhooks.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: `user:password`, as they were entered with the webhook (Configure Chargebee, API Keys and Webhooks).
 * - Event id: `$.id`, **not signed**.
 * - Event type: `$.event_type`, **not signed**.
 * - Retries: up to seven, within three days and seven hours.
 * - Statuses: any 2xx.
 * - Note: a webhook without user and password is refused. Deliveries may come out of order.
 * @see https://www.chargebee.com/docs/2.0/webhook_settings.html
 */
export const chargebee = defineCredential({
  name: 'chargebee',
  credential: { header: 'authorization' },
  prefix: 'basic',
  formats: ['json'],
  event: { id: '$.id', type: '$.event_type' },
  retryWindowMs: (3 * 24 + 7) * 60 * 60 * 1000,
})
