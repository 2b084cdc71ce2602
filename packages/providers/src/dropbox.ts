import { defineScheme } from '@postern/core'

/**
 * Dropbox's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: App Console, the app's "App secret", as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Handshake: a GET request with `challenge` in its query, when the URL is added, is answered with that text.
 * - Note: the body only lists accounts that changed, so two changes have the same bytes, and `eventId: 'hash'`
 *   takes the second for a duplicate. Take `eventId: false`, and ask the API what is new.
 * @see https://www.dropbox.com/developers/reference/webhooks
 */
export const dropbox = defineScheme({
  name: 'dropbox',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-dropbox-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  handshake: {
    signed: false,
    method: 'GET',
    when: { 'query:challenge': true },
    answer: { text: '{query:challenge}' },
  },
})
