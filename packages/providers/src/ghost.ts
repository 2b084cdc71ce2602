import { defineScheme } from '@postern/core'

/**
 * Ghost's webhooks, of custom integrations.
 *
 * - Signed: the body and the timestamp.
 * - Secret: the webhook's own, which is optional: Settings, Integrations, the custom integration, its
 *   webhook.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event`, signed.
 * - Retries: up to five at once, within the one call.
 * - Statuses: 2xx within two seconds. 410 deletes the webhook.
 * - Note: nothing is signed unless a secret is set.
 * @see https://docs.ghost.org/admin-api/webhooks/overview
 */
export const ghost = defineScheme({
  name: 'ghost',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'x-ghost-signature',
    format: { pairs: ', ', signature: 'sha256', timestamp: 't' },
    encoding: 'hex',
  },
  signs: '{body}{timestamp}',
  timestamp: { from: 'signature', unit: 'ms' },
  formats: ['json'],
  event: { type: '$.event' },
})
