import { defineScheme } from '@postern/core'

/**
 * Callbacks of Sinch's Conversation API, and those of its SMS API that are signed.
 *
 * - Signed: the body, the nonce and the timestamp.
 * - Secret: the secret of the Conversation app's webhook. For SMS, support sets it up.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: callbacks of Numbers, Voice and Verification are signed in other ways, and are refused here.
 * @see https://developers.sinch.com/docs/sms/api-reference/sms/tag/Webhooks/#tag/Webhooks/section/Callbacks
 */
export const sinch = defineScheme({
  name: 'sinch',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-sinch-webhook-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}.{header:x-sinch-webhook-signature-nonce}.{timestamp}',
  timestamp: { from: { header: 'x-sinch-webhook-signature-timestamp' }, unit: 's' },
  formats: ['json'],
})
