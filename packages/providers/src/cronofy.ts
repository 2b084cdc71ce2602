import { defineScheme } from '@postern/core'

/**
 * Cronofy's push notifications.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the application's client secret (`CRN_...`), as it is. While there are two, each notification is
 *   signed with both.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.notification.type`, signed.
 * - Retries: for 24 hours; then the channel is closed for good.
 * - Statuses: 2xx within five seconds, or seven for event triggers, for types that you do not know as well.
 * - Note: a new channel first gets a `verification`, which is signed like any other; any 2xx will do.
 * @see https://docs.cronofy.com/developers/push-notifications/authentication/
 */
export const cronofy = defineScheme({
  name: 'cronofy',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'cronofy-hmac-sha256', format: { list: ',' }, encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.notification.type' },
  retryWindowMs: 24 * 60 * 60 * 1000,
})
