import { defineScheme } from '@postern/core'

/**
 * PayPal's webhooks, verified without a call to PayPal.
 *
 * - Signed: the id and the time of the transmission, the webhook's id and the CRC-32 of the body, and **not the
 *   body**: whoever has seen one delivery can send another payload with it, as bytes of any CRC-32 are easily
 *   found.
 * - Secret: none. `keys` is the certificate that `paypal-cert-url` names, in PEM; `webhookId` is the "Webhook ID"
 *   of the app in the developer dashboard.
 * - Event id: `$.id`, **not signed**: the CRC-32 alone covers it.
 * - Event type: `$.event_type`, **not signed** either.
 * - Retries: not known.
 * - Note: fetch the certificate yourself, and from `api.paypal.com` (`api.sandbox.paypal.com` in the sandbox)
 *   alone: the header is anyone's to write. Whether a retry has a new time is not known: where retries are refused
 *   as too old, give the receiver a longer tolerance. For more than the CRC-32 says, ask PayPal's
 *   verify-webhook-signature.
 * @see https://developer.paypal.com/api/rest/webhooks/rest
 */
export const paypal = defineScheme({
  name: 'paypal',
  algorithm: 'rsa-pkcs1-sha256',
  signature: { header: 'paypal-transmission-sig', format: 'raw', encoding: 'base64' },
  signs: '{header:paypal-transmission-id}|{timestamp}|{param:webhookId}|{crc32}',
  params: ['webhookId'],
  timestamp: { from: { header: 'paypal-transmission-time' }, unit: 'iso8601' },
  bodySigned: false,
  formats: ['json'],
  event: { id: '$.id', type: '$.event_type' },
})
