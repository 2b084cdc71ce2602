import { defineScheme } from '@postern/core'

/**
 * Envoy's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the app's client secret in the developer dashboard, as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: five within ten minutes.
 * - Statuses: 2xx.
 * @see https://developers.envoy.com/hub/docs/create-webhooks
 */
export const envoy = defineScheme({
  name: 'envoy',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-envoy-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  retryWindowMs: 10 * 60 * 1000,
})
