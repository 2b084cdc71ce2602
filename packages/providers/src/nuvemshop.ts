import { defineScheme } from '@postern/core'

/**
 * Nuvemshop's webhooks, which are Tiendanube's as well.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the app's client secret, in the Partners portal.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event`, signed.
 * - Retries: up to 17 within two days.
 * - Statuses: 200 within 40 seconds.
 * - Note: `$.id` is that of the order or the product. The webhooks on privacy (`store/redact`, `customers/redact`,
 *   `customers/data_request`) have no type: give each a URL of its own.
 * @see https://github.com/tiendanube/api-docs/blob/master/resources/webhook.md
 */
export const nuvemshop = defineScheme({
  name: 'nuvemshop',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-linkedstore-hmac-sha256', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.event' },
  retryWindowMs: 2 * 24 * 60 * 60 * 1000,
})
