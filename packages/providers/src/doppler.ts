import { defineScheme } from '@postern/core'

/**
 * Doppler's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the signing secret that was entered on the project's webhook, as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.type`, signed. A payload of your own has none.
 * - Retries: not known; an event can come more than once.
 * - Note: without a secret on the webhook nothing is signed.
 * @see https://docs.doppler.com/docs/webhooks
 */
export const doppler = defineScheme({
  name: 'doppler',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-doppler-signature', format: { prefix: 'sha256=' }, encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.type' },
})
