import { defineScheme } from '@postern/core'

/**
 * Calendly's webhooks.
 *
 * - Signed: the timestamp and the body.
 * - Secret: the `signing_key` that was given when the subscription was made with the API, or that of the OAuth
 *   app.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event`, signed.
 * - Retries: for up to 24 hours; then the webhook is disabled, and has to be made anew.
 * - Statuses: any 2xx within 15 seconds.
 * - Note: a subscription without a `signing_key` is not signed, and its deliveries are refused. `$.payload.uri` is
 *   the invitee.
 * @see https://developer.calendly.com/api-docs/overview/webhooks/webhook-signatures
 */
export const calendly = defineScheme({
  name: 'calendly',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint: 'The secret is the signing key that the subscription was made with.',
  signature: {
    header: 'calendly-webhook-signature',
    format: { pairs: ',', signature: 'v1', timestamp: 't' },
    encoding: 'hex',
  },
  signs: '{timestamp}.{body}',
  timestamp: { from: 'signature', unit: 's', toleranceMs: 3 * 60 * 1000 },
  formats: ['json'],
  event: { type: '$.event' },
  retryWindowMs: 24 * 60 * 60 * 1000,
})
