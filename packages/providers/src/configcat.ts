import { defineScheme } from '@postern/core'

/**
 * ConfigCat's webhooks.
 *
 * - Signed: `x-configcat-webhook-id`, the timestamp and the body.
 * - Secret: the signing key on the webhooks page of the dashboard (`configcat_whsk_...`), as it is. While there is
 *   a secondary key, each request is signed with both.
 * - Event id: none that is known: give the receiver an `eventId`. The signed `x-configcat-webhook-id` is another
 *   for every request, so that a retry runs again under it.
 * - Event type: none that is known.
 * - Retries: up to five; over what time is not known.
 * - Statuses: 2xx.
 * - Note: the body is what you made of it, and may be empty or no JSON: then say how to `parse` it.
 * @see https://configcat.com/docs/advanced/notifications-webhooks
 */
export const configcat = defineScheme({
  name: 'configcat',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-configcat-webhook-signature-v1', format: { list: ',' }, encoding: 'base64' },
  signs: '{header:x-configcat-webhook-id}{timestamp}{body}',
  timestamp: { from: { header: 'x-configcat-webhook-timestamp' }, unit: 's' },
})
