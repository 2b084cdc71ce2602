import { defineScheme } from '@postern/core'

/**
 * Mautic's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the text in the webhook's secret field.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known: the types are the names of the body's members.
 * - Retries: not known.
 * - Statuses: any 2xx, by default within 15 seconds. With 410, or after a hundred failures in a row, the
 *   webhook is unpublished.
 * - Note: a delivery can hold events of several types, and several of each.
 * @see https://devdocs.mautic.org/en/5.x/webhooks/getting_started.html
 */
export const mautic = defineScheme({
  name: 'mautic',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'webhook-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
})
