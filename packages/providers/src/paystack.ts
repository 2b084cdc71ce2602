import { defineScheme } from '@postern/core'

/**
 * Paystack's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: Settings, API Keys & Webhooks, the secret key (`sk_live_...` or `sk_test_...`), as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event`, signed.
 * - Retries: four every three minutes, then one an hour for 72 hours; in test mode one an hour for ten hours.
 * - Statuses: 200 within 30 seconds.
 * - Note: the key is that of the API itself: it opens the account, and live and test mode have one each. The id of
 *   a record, `$.data.id`, is the same for all of its events: make an id of it and `$.event`.
 * @see https://paystack.com/docs/payments/webhooks/
 */
export const paystack = defineScheme({
  name: 'paystack',
  algorithm: 'hmac-sha512',
  secret: 'utf8',
  secretHint:
    "The secret is the account's secret key (`sk_`), of test mode for test events and of live mode for others.",
  secretPattern: /^sk_/,
  signature: { header: 'x-paystack-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  event: { type: '$.event' },
  formats: ['json'],
  retryWindowMs: 72 * 60 * 60 * 1000,
})
