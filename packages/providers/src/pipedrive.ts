import { defineCredential } from '@postern/core'

/**
 * Pipedrive's webhooks.
 *
 * - Signed: nothing, and so **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: `user:password`, as the HTTP Auth username and password of the webhook.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.meta.action`, **not signed**. It says what was done, and not to which kind of record.
 * - Retries: not known.
 * - Statuses: 2xx.
 * - Note: in version 1, `$.meta.id` is the id of the record that changed, and not that of the event.
 * @see https://pipedrive.readme.io/docs/guide-for-webhooks-v2
 */
export const pipedrive = defineCredential({
  name: 'pipedrive',
  credential: { header: 'authorization' },
  prefix: 'basic',
  event: { type: '$.meta.action' },
  formats: ['json'],
})
