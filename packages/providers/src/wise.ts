import { defineScheme } from '@postern/core'

/**
 * Wise's webhooks.
 *
 * - Signed: the body, by RSA. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: none. `keys` is the public key that Wise publishes, in PEM: one for production, and one for the
 *   sandbox.
 * - Event id: `x-delivery-id`, **not signed**: a recording sent under another id runs again.
 * - Event type: none that is known.
 * - Retries: up to 25 attempts within two weeks.
 * - Statuses: 2xx within five seconds; `retry-after` is heeded. After 400 there are three attempts at most.
 * - Note: that a retry has the id of the first attempt is not documented. The older `x-signature`, by SHA-1, is
 *   never looked at.
 * @see https://docs.wise.com/guides/developer/webhooks/event-handling.md
 */
export const wise = defineScheme({
  name: 'wise',
  algorithm: 'rsa-pkcs1-sha256',
  signature: { header: 'x-signature-sha256', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { id: { header: 'x-delivery-id' } },
  retryWindowMs: 14 * 24 * 60 * 60 * 1000,
})
