import { defineScheme } from '@postern/core'

/**
 * Revolut's webhooks: Merchant, Business and Crypto Ramp.
 *
 * - Signed: the version, the timestamp and the body.
 * - Secret: `signing_secret` (`wsk_...`) in the answer of the API that makes or shows the webhook, as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event`, signed.
 * - Retries: three, ten minutes apart.
 * - Note: while several secrets are active, each signs, and any of them counts.
 * @see https://developer.revolut.com/docs/guides/merchant/monitor-and-observe/webhooks/verify-the-payload-signature
 */
export const revolut = defineScheme({
  name: 'revolut',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'revolut-signature',
    format: { list: ',', label: 'v1', labelSeparator: '=' },
    encoding: 'hex',
  },
  signs: 'v1.{timestamp}.{body}',
  timestamp: { from: { header: 'revolut-request-timestamp' }, unit: 'ms', toleranceMs: 5 * 60 * 1000 },
  event: { type: '$.event' },
  formats: ['json'],
  retryWindowMs: 30 * 60 * 1000,
})
