import { defineScheme } from '@postern/core'

/**
 * Sendbird's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: Settings, General, API tokens, the master API token.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: the secret is the token of the API itself: it opens the application.
 * @see https://docs.sendbird.com/docs/business-messaging/guide/v1/settings/webhooks
 */
export const sendbird = defineScheme({
  name: 'sendbird',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-sendbird-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
})
