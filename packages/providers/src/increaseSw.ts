import { defineStandardWebhooks } from '@postern/core'

/**
 * Increase's webhooks, by Standard Webhooks.
 *
 * - Signed: the id, the timestamp and the body.
 * - Secret: the shared secret of the event subscription, taken as text: it is not decoded.
 * - Event id: `$.id`, signed.
 * - Event type: `$.category`, signed; `$.type` is `event` in all of them.
 * - Retries: not known.
 * - Note: an event names the object that changed, and the API gives it.
 * @see https://increase.com/documentation/webhooks
 */
export const increaseSw = defineStandardWebhooks({
  name: 'increase-sw',
  families: ['webhook'],
  secret: 'utf8',
  formats: ['json'],
  event: { id: ['$.id', { header: 'webhook-id' }], type: '$.category' },
})
