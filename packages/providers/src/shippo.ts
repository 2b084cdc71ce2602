import { defineScheme } from '@postern/core'

/**
 * Shippo's webhooks, with HMAC enabled.
 *
 * - Signed: the timestamp and the body.
 * - Secret: the HMAC secret that Shippo gives when asked; no page shows it.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: Shippo enables HMAC on request, which can take days. Until then nothing is signed, and all is refused.
 * @see https://docs.goshippo.com/tracking/webhook-security
 */
export const shippo = defineScheme({
  name: 'shippo',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'shippo-auth-signature',
    format: { pairs: ',', signature: 'v1', timestamp: 't' },
    encoding: 'hex',
  },
  signs: '{timestamp}.{body}',
  timestamp: { from: 'signature', unit: 's' },
  formats: ['json'],
})
