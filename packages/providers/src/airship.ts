import { defineScheme } from '@postern/core'

/**
 * Airship's webhooks of open channels.
 *
 * - Signed: the timestamp and the body, unpacked.
 * - Secret: the signature secret that was entered with the webhook, under "Signature Hash".
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: bodies come in gzip, and what they unpack to is signed: unpack them before the receiver, and take
 *   `content-encoding` off. Deliveries come to `/push` below the URL. The check of the endpoint, a GET of
 *   `/validate`, is not answered: give it a route of your own.
 * @see https://support.airship.com/hc/en-us/articles/360032501831-Implementing-a-Signature-Hash-and-Validating-an-Open-Channel-Webhook
 */
export const airship = defineScheme({
  name: 'airship',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-ua-signature', format: 'raw', encoding: 'hex' },
  signs: '{timestamp}:{body}',
  timestamp: { from: { header: 'x-ua-timestamp' }, unit: 's' },
  formats: ['json'],
})
