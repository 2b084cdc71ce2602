import { defineJwt } from '@postern/core'

/**
 * Upstash QStash's messages.
 *
 * - Signed: the URL and the hash of the body, in a token that lasts five minutes.
 * - Secret: the current signing key and the next one, of the QStash tab in the console: give both.
 * - Event id: `upstash-message-id`, **not signed**.
 * - Event type: none.
 * - Retries: three by default, within 33 minutes; the publisher may ask for more.
 * - Statuses: any 2xx. 489 with `upstash-nonretryable-error: true` ends the retries.
 * - Note: behind a proxy give `url` as it was given to QStash.
 * @see https://upstash.com/docs/qstash/howto/signature
 */
export const qstash = defineJwt({
  name: 'qstash',
  token: { header: 'upstash-signature' },
  algorithms: ['HS256'],
  claims: { iss: 'Upstash' },
  bodyHash: { claim: 'body', encoding: 'base64url' },
  url: { claim: 'sub' },
  retryWindowMs: 33 * 60 * 1000,
  event: { id: { header: 'upstash-message-id' } },
})
