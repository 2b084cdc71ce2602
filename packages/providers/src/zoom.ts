import { defineScheme } from '@postern/core'

/**
 * Zoom's webhooks.
 *
 * - Signed: the timestamp and the body.
 * - Secret: the Secret Token on the app's Access or Features page, in the App Marketplace.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event`, signed.
 * - Retries: three, after five, 20 and 60 minutes.
 * - Statuses: 200 or 204 within three seconds.
 * - Handshake: `endpoint.url_validation`, once it is verified, is answered with its token and the MAC of it. It
 *   comes again every 72 hours.
 * @see https://developers.zoom.us/docs/api/webhooks
 */
export const zoom = defineScheme({
  name: 'zoom',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint:
    "The secret is the app's secret token, and neither the client secret nor the old verification token.",
  signature: { header: 'x-zm-signature', format: { prefix: 'v0=' }, encoding: 'hex' },
  signs: 'v0:{timestamp}:{body}',
  timestamp: { from: { header: 'x-zm-request-timestamp' }, unit: 's' },
  formats: ['json'],
  event: { type: '$.event' },
  handshake: {
    when: { 'json:$.event': 'endpoint.url_validation', 'json:$.payload.plainToken': true },
    answer: {
      json: {
        plainToken: '{json:$.payload.plainToken}',
        encryptedToken: { mac: '{json:$.payload.plainToken}' },
      },
    },
  },
  retryWindowMs: 85 * 60 * 1000,
})
