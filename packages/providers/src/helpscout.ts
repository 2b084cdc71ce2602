import { defineScheme } from '@postern/core'

/**
 * Help Scout's webhooks.
 *
 * - Signed: the body, with SHA-1. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the secret key that was entered in Help Scout's Webhooks app.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `x-helpscout-event`, **not signed**.
 * - Retries: not known.
 * - Note: the callbacks of Help Scout's apps are signed in the query, and are none of these.
 * @see https://developer.helpscout.com/webhooks
 */
export const helpscout = defineScheme({
  name: 'helpscout',
  algorithm: 'hmac-sha1',
  secret: 'utf8',
  signature: { header: 'x-helpscout-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { type: { header: 'x-helpscout-event' } },
})
