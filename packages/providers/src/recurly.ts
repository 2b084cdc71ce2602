import { defineScheme } from '@postern/core'

/**
 * Recurly's webhooks in JSON.
 *
 * - Signed: the timestamp and the body.
 * - Secret: Webhook Endpoints, the endpoint's secret key, as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: up to ten within about three days.
 * - Statuses: 2xx.
 * - Note: webhooks in XML are not signed. While a key is replaced, both sign, and either counts.
 * @see https://docs.recurly.com/recurly-subscriptions/docs/signature-verification
 */
export const recurly = defineScheme({
  name: 'recurly',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'recurly-signature', format: { positional: ',' }, encoding: 'hex' },
  signs: '{timestamp}.{body}',
  timestamp: { from: 'signature', unit: 'ms', toleranceMs: 5 * 60 * 1000 },
  formats: ['json'],
  retryWindowMs: 262_308 * 1000,
})
