import { defineScheme } from '@postern/core'

/**
 * Lob's webhooks.
 *
 * - Signed: the timestamp and the body.
 * - Secret: that of the webhook, on its page in the dashboard.
 * - Event id: `$.id`, signed.
 * - Event type: `$.event_type.id`, signed.
 * - Retries: not known.
 * - Statuses: any 2xx.
 * - Note: the unit of the timestamp is not documented. It is read as seconds, milliseconds or an instant, by its
 *   form.
 * @see https://help.lob.com/print-and-mail/getting-data-and-results/using-webhooks
 */
export const lob = defineScheme({
  name: 'lob',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'lob-signature', format: 'raw', encoding: 'hex' },
  signs: '{timestamp}.{body}',
  timestamp: { from: { header: 'lob-signature-timestamp' }, unit: 'auto' },
  formats: ['json'],
  event: { id: '$.id', type: '$.event_type.id' },
})
