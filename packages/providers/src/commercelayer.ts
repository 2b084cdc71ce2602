import { defineScheme } from '@postern/core'

/**
 * Commerce Layer's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: `shared_secret` in the answer to the call that creates the webhook, as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `x-commercelayer-topic`, **not signed**.
 * - Retries: up to ten; over what time is not known.
 * - Statuses: 2xx within five seconds. After thirty failures in a row nothing is sent until the circuit is reset.
 * - Note: `$.data.id` is the resource, and not the event.
 * @see https://docs.commercelayer.io/core/real-time-webhooks
 */
export const commercelayer = defineScheme({
  name: 'commercelayer',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-commercelayer-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { type: { header: 'x-commercelayer-topic' } },
})
