import { defineScheme } from '@postern/core'

/**
 * WorkOS' webhooks.
 *
 * - Signed: the timestamp, in milliseconds, and the body.
 * - Secret: the signing secret of the webhook endpoint, in the Dashboard.
 * - Event id: `$.id`, signed.
 * - Event type: `$.event`, signed.
 * - Retries: up to twelve attempts within three days; in environments other than production, within some minutes.
 * - Statuses: 2xx at once.
 * - Note: deliveries more than three minutes old are refused, as WorkOS' SDK has it.
 * @see https://workos.com/docs/webhooks
 */
export const workos = defineScheme({
  name: 'workos',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint:
    'Each webhook endpoint has a secret of its own, in staging and in production; API keys (`sk_`) are none.',
  signature: {
    header: 'workos-signature',
    format: { pairs: ', ', signature: 'v1', timestamp: 't' },
    encoding: 'hex',
  },
  signs: '{timestamp}.{body}',
  timestamp: { from: 'signature', unit: 'ms', toleranceMs: 3 * 60 * 1000 },
  formats: ['json'],
  event: { id: '$.id', type: '$.event' },
  retryWindowMs: 3 * 24 * 60 * 60 * 1000,
})
