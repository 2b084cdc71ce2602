import { defineCredential } from '@postern/core'

/**
 * Postmark's webhooks.
 *
 * - Signed: nothing, and so **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: `user:password`, as in the webhook's URL (`https://user:password@...`).
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.RecordType`, **not signed**. Inbound mail has none.
 * - Retries: ten within about ten and a half hours, of inbound mail; those of other events are not known.
 * - Statuses: 200. A 403 ends the retries at once.
 * - Note: `$.MessageID` is the id of a mail, which all of its events have in common.
 * @see https://postmarkapp.com/developer/webhooks/webhooks-overview
 */
export const postmark = defineCredential({
  name: 'postmark',
  credential: { header: 'authorization' },
  prefix: 'basic',
  event: { type: '$.RecordType' },
  formats: ['json'],
  retryWindowMs: 10.5 * 60 * 60 * 1000,
})
