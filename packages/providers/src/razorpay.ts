import { defineScheme } from '@postern/core'

/**
 * Razorpay's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: Account & Settings, Webhooks, the secret that was typed when the webhook was set up.
 * - Event id: `x-razorpay-event-id`, **not signed**: a recording sent under another id runs again.
 * - Event type: `$.event`, signed.
 * - Retries: for 24 hours after the event.
 * - Statuses: 2xx. After 24 hours of failures the webhook is turned off.
 * - Note: retries of events before a change of the secret are signed with the old one: keep both for a day.
 * @see https://razorpay.com/docs/webhooks/validate-test/
 */
export const razorpay = defineScheme({
  name: 'razorpay',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint:
    "The secret is the one typed with the webhook, in test mode and in live mode; the API key's secret is none.",
  signature: { header: 'x-razorpay-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  event: { id: { header: 'x-razorpay-event-id' }, type: '$.event' },
  formats: ['json'],
  retryWindowMs: 24 * 60 * 60 * 1000,
})
