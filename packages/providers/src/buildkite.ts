import { defineScheme } from '@postern/core'

/**
 * Buildkite's webhooks with a signature.
 *
 * - Signed: the timestamp and the body.
 * - Secret: the Token of the notification service, which has to be set to send a signature.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event`, signed. `x-buildkite-event` says the same, **not signed**.
 * - Retries: not known.
 * @see https://buildkite.com/docs/apis/webhooks
 */
export const buildkite = defineScheme({
  name: 'buildkite',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'x-buildkite-signature',
    format: { pairs: ',', signature: 'signature', timestamp: 'timestamp' },
    encoding: 'hex',
  },
  signs: '{timestamp}.{body}',
  timestamp: { from: 'signature', unit: 's' },
  formats: ['json'],
  event: { type: '$.event' },
})
