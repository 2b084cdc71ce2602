import { defineScheme } from '@postern/core'

/**
 * Deel's webhooks.
 *
 * - Signed: the word `POST` and the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: Developer Center, Webhooks, the signing key that a new subscription is given, as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.data.meta.event_type`, signed.
 * - Retries: not known.
 * - Note: events may have `$.data.meta.event_id` or `$.data.meta.tracking_id`: see which yours have.
 * @see https://developer.deel.com/v2.1.72/docs/webhooks-get-started
 */
export const deel = defineScheme({
  name: 'deel',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-deel-signature', format: 'raw', encoding: 'hex' },
  signs: 'POST{body}',
  formats: ['json'],
  event: { type: '$.data.meta.event_type' },
})
