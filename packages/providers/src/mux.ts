import { defineScheme } from '@postern/core'

/**
 * Mux's webhooks.
 *
 * - Signed: the timestamp and the body.
 * - Secret: the signing secret of the endpoint, under Settings, Webhooks.
 * - Event id: `$.id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: for 24 hours.
 * - Statuses: any 2xx within five seconds.
 * - Note: the body lists its attempts, so that a retry can have another one: `eventId: 'hash'` takes it for new.
 * @see https://docs.mux.com/core/verify-webhook-signatures
 */
export const mux = defineScheme({
  name: 'mux',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'mux-signature',
    format: { pairs: ',', signature: 'v1', timestamp: 't' },
    encoding: 'hex',
  },
  signs: '{timestamp}.{body}',
  timestamp: { from: 'signature', unit: 's', toleranceMs: 5 * 60 * 1000 },
  formats: ['json'],
  event: { id: '$.id', type: '$.type' },
  retryWindowMs: 24 * 60 * 60 * 1000,
})
