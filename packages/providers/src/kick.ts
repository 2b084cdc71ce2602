import { defineScheme } from '@postern/core'

/**
 * Kick's webhooks.
 *
 * - Signed: the id, the timestamp and the body.
 * - Secret: none. `keys` is Kick's public key, in PEM, from its documentation or
 *   https://api.kick.com/public/v1/public-key.
 * - Event id: `kick-event-message-id`, signed.
 * - Event type: `kick-event-type`, **not signed**.
 * - Retries: not known.
 * - Statuses: a type of event that fails for more than a day is unsubscribed.
 * - Note: one key signs for all apps, so a delivery that was meant for another app verifies too.
 * @see https://docs.kick.com/events/webhook-security
 */
export const kick = defineScheme({
  name: 'kick',
  algorithm: 'rsa-pkcs1-sha256',
  signature: { header: 'kick-event-signature', format: 'raw', encoding: 'base64' },
  signs: '{id}.{timestamp}.{body}',
  timestamp: { from: { header: 'kick-event-message-timestamp' }, unit: 'iso8601' },
  formats: ['json'],
  event: { id: { header: 'kick-event-message-id' }, type: { header: 'kick-event-type' } },
})
