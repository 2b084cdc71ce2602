import { defineScheme } from '@postern/core'

/**
 * Pusher Channels' webhooks.
 *
 * - Signed: the body. No header has a timestamp, so a recording can be replayed at any time.
 * - Secret: App Keys, the secret of the key that `x-pusher-key` names. With several, give each its key as `keyId`.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.events.0.name`, signed: that of the first event in the body, which can have several.
 * - Retries: for five minutes.
 * - Statuses: 2xx.
 * - Note: the oldest active key of the app signs. `$.time_ms` says when the events were; nothing here looks at it.
 * @see https://pusher.com/docs/channels/server_api/webhooks/
 */
export const pusher = defineScheme({
  name: 'pusher',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-pusher-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  keyId: { header: 'x-pusher-key' },
  event: { type: '$.events.0.name' },
  formats: ['json'],
  retryWindowMs: 5 * 60 * 1000,
})
