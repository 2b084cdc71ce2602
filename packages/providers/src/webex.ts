import { defineScheme } from '@postern/core'

/**
 * Cisco Webex' webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the `secret` that was given when the webhook was made. Without one Webex signs nothing, and every
 *   delivery is refused.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known: it is made of `$.resource` and `$.event`.
 * - Retries: not known.
 * @see https://developer.webex.com/blog/using-a-webhook-secret
 */
export const webex = defineScheme({
  name: 'webex',
  algorithm: 'hmac-sha1',
  secret: 'utf8',
  signature: { header: 'x-spark-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
})
