import { defineScheme } from '@postern/core'

/**
 * Flutterwave's webhooks, of accounts on v4.
 *
 * - Signed: the body. There is no timestamp header, so a recording can be replayed at any time.
 * - Secret: the secret hash that you set in the dashboard under Settings, Webhooks, as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.type`, signed.
 * - Retries: not known.
 * - Note: accounts on v3 get `verif-hash` instead, with the secret hash itself: that is another preset.
 * @see https://developer.flutterwave.com/docs/webhooks
 */
export const flutterwaveV4 = defineScheme({
  name: 'flutterwave-v4',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'flutterwave-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.type' },
})
