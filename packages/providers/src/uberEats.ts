import { defineScheme } from '@postern/core'

/**
 * Uber Eats' webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the app's client secret, in the developer dashboard.
 * - Event id: `$.event_id`, signed.
 * - Event type: `$.event_type`, signed.
 * - Retries: six, one to 32 seconds apart, about a minute in all.
 * - Statuses: 200 with an empty body; any other is tried again, so answer that and not 204.
 * - Note: `x-environment`, **not signed**, tells the sandbox from production.
 * @see https://developer.uber.com/docs/eats/references/api/webhooks/orders-release
 */
export const uberEats = defineScheme({
  name: 'uber',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-uber-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.event_id', type: '$.event_type' },
  retryWindowMs: 63 * 1000,
})
