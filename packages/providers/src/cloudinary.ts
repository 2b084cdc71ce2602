import { defineScheme } from '@postern/core'

/**
 * Cloudinary's notifications.
 *
 * - Signed: the body and the timestamp, by SHA-1 with the secret behind them.
 * - Secret: Settings, API keys, the API secret of the product environment, or that of the key for notifications.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.notification_type`, signed.
 * - Retries: not known.
 * - Note: an account that is set to SHA-256 signs with that, and is refused here. A timestamp may be two hours
 *   old.
 * @see https://cloudinary.com/documentation/notification_signatures
 */
export const cloudinary = defineScheme({
  name: 'cloudinary',
  algorithm: 'sha1',
  secret: 'utf8',
  signature: { header: 'x-cld-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}{timestamp}{secret}',
  timestamp: { from: { header: 'x-cld-timestamp' }, unit: 's', toleranceMs: 2 * 60 * 60 * 1000 },
  formats: ['json'],
  event: { type: '$.notification_type' },
})
