import { defineScheme } from '@postern/core'

/**
 * Solidgate's webhooks.
 *
 * - Signed: the public key, the body, and the public key again. There is no timestamp, so a recording can be
 *   replayed at any time.
 * - Secret: the webhook secret key (`wh_sk_...`) in the Hub, Developers, Channels; `publicKey` is the webhook
 *   public key (`wh_pk_...`) beside it. The `api_` keys are another pair.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Statuses: 2xx within 30 seconds.
 * - Note: the signature is base64 of the hexadecimal digits of the MAC, and not of its bytes. The header
 *   `merchant` names the public key, and is not looked at: that of the options is signed.
 * @see https://docs.solidgate.com/payments/integrate/webhooks
 */
export const solidgate = defineScheme({
  name: 'solidgate',
  algorithm: 'hmac-sha512',
  secret: 'utf8',
  signature: { header: 'signature', format: 'raw', encoding: 'hex-in-base64' },
  signs: '{param:publicKey}{body}{param:publicKey}',
  params: ['publicKey'],
  formats: ['json'],
})
