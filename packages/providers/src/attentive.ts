import { defineScheme } from '@postern/core'

/**
 * Attentive's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the signing key in the webhook's settings.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * @see https://docs.attentive.com/pages/webhooks/webhook-authentication/
 */
export const attentive = defineScheme({
  name: 'attentive',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-attentive-hmac-sha256', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
})
