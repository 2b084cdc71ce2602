import { defineScheme } from '@postern/core'

/**
 * MongoDB Atlas' alerts, and those of Cloud Manager and Ops Manager.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the Webhook Secret that was entered under Project Integrations, Webhook. Without one nothing is
 *   signed.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `x-mms-event`, **not signed**.
 * - Retries: not known.
 * - Note: `$.id` is that of the alert, and the same when it is opened, updated and closed. A template can change
 *   the body, even into something else than JSON: then give the receiver a `parse`.
 * @see https://www.mongodb.com/docs/atlas/tutorial/webhook-integration/
 */
export const mongodbAtlas = defineScheme({
  name: 'mongodb-atlas',
  algorithm: 'hmac-sha1',
  secret: 'utf8',
  signature: { header: 'x-mms-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { type: { header: 'x-mms-event' } },
})
