import { defineScheme } from '@postern/core'

/**
 * Airwallex' webhooks.
 *
 * - Signed: the timestamp and the body, with nothing between them.
 * - Secret: Settings, Developer, Webhooks, the secret of the subscription.
 * - Event id: `$.id`, signed.
 * - Event type: `$.name`, signed.
 * - Retries: not known.
 * - Statuses: 200, and no other.
 * @see https://www.airwallex.com/docs/developer-tools__listen-for-webhook-events
 */
export const airwallex = defineScheme({
  name: 'airwallex',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-signature', format: 'raw', encoding: 'hex' },
  signs: '{timestamp}{body}',
  timestamp: { from: { header: 'x-timestamp' }, unit: 'ms' },
  formats: ['json'],
  event: { id: '$.id', type: '$.name' },
})
