import { defineScheme } from '@postern/core'

/**
 * Recharge's webhooks.
 *
 * - Signed: the timestamp and the body.
 * - Secret: the API client secret on the token's page, and not the token itself.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: 20 within 48 hours; then the subscription is deleted.
 * - Statuses: 200 within five seconds.
 * - Note: a timestamp may be 48 hours old, as long as there are retries. `x-recharge-hmac-sha256`, a plain hash
 *   that is sent beside, is never looked at.
 * @see https://docs.getrecharge.com/docs/webhooks-overview
 */
export const recharge = defineScheme({
  name: 'recharge',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'x-recharge-webhook-signature',
    format: { pairs: ',', signature: 'v1', timestamp: 't' },
    encoding: 'hex',
  },
  signs: '{timestamp}.{body}',
  timestamp: { from: 'signature', unit: 's', toleranceMs: 48 * 60 * 60 * 1000 },
  formats: ['json'],
  retryWindowMs: 48 * 60 * 60 * 1000,
})
