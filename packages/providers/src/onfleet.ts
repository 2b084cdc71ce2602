import { defineScheme } from '@postern/core'

/**
 * Onfleet's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the webhook secret, under Settings, API & Webhooks: hexadecimal, and decoded.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known: a webhook has one trigger, so give each a URL of its own.
 * - Retries: every 30 minutes for one day.
 * - Statuses: 200, and no other.
 * - Handshake: the GET with `check`, when a webhook is made, is answered with its value.
 * @see https://docs.onfleet.com/reference/secrets
 */
export const onfleet = defineScheme({
  name: 'onfleet',
  algorithm: 'hmac-sha512',
  secret: 'hex',
  signature: { header: 'x-onfleet-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  handshake: {
    signed: false,
    method: 'GET',
    when: { 'query:check': true },
    answer: { text: '{query:check}' },
  },
  retryWindowMs: 24 * 60 * 60 * 1000,
})
