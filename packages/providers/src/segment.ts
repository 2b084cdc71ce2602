import { defineScheme } from '@postern/core'

/**
 * Twilio Segment's webhook destinations.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the shared secret of the destination's settings. Without one nothing is signed, and all is refused.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: turn batching off: the signature of a batch covers its first event alone, so that the batch is refused.
 *   The body of Webhooks (Actions) is what you map; `messageId` and `type` are there in the classic one.
 * @see https://segment.com/docs/connections/destinations/catalog/actions-webhook/
 */
export const segment = defineScheme({
  name: 'segment',
  algorithm: 'hmac-sha1',
  secret: 'utf8',
  signature: { header: 'x-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
})
