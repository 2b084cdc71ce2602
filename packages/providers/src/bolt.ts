import { defineScheme } from '@postern/core'

/**
 * Bolt's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: Administration, API, the Signing Secret.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * @see https://help.bolt.com/developers/webhooks/hook-verification/
 */
export const bolt = defineScheme({
  name: 'bolt',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-bolt-hmac-sha256', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
})
