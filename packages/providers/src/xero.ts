import { defineScheme } from '@postern/core'

/**
 * Xero's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the webhooks key in the Webhooks tab of the app, as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known: each of `$.events` has its own.
 * - Retries: for up to 24 hours, ever more rarely; then the webhook is disabled.
 * - Statuses: 200 within five seconds, with an empty body and no cookies, so answer that and not 204.
 * - Handshake: the intent to receive is deliveries without events, some of them with a wrong signature. The
 *   handler answers the genuine ones with 200, like any other; the others are refused with 401.
 * - Note: Xero asks for an empty body with 401 too, and refusals have one.
 * @see https://developer.xero.com/documentation/webhooks/configuring-your-server
 */
export const xero = defineScheme({
  name: 'xero',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-xero-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  retryWindowMs: 24 * 60 * 60 * 1000,
})
