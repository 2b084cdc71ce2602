import { defineScheme } from '@postern/core'

/**
 * Onfido's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the webhook's token, as the dashboard or the API gave it when the webhook was registered.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.payload.action`, signed.
 * - Retries: not known.
 * @see https://developers.onfido.com/guide/manual-webhook-signature-verification
 */
export const onfido = defineScheme({
  name: 'onfido',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-sha2-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.payload.action' },
})
