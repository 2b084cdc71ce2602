import { defineScheme } from '@postern/core'

/**
 * Authorize.Net's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: Account, Settings, API Credentials & Keys, the Signature Key: its 128 characters as they are. They
 *   look hexadecimal, and are not decoded.
 * - Event id: `$.notificationId`, signed. `$.payload.id` is the transaction.
 * - Event type: `$.eventType`, signed.
 * - Retries: not known.
 * @see https://developer.authorize.net/api/reference/features/webhooks.html
 */
export const authorizeNet = defineScheme({
  name: 'authorize-net',
  algorithm: 'hmac-sha512',
  secret: 'utf8',
  signature: { header: 'x-anet-signature', format: { prefix: 'sha512=' }, encoding: 'HEX' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.notificationId', type: '$.eventType' },
})
