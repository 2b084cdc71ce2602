import { defineScheme } from '@postern/core'

/**
 * Persona's webhooks.
 *
 * - Signed: the timestamp and the body.
 * - Secret: Integration, Webhooks, the webhook's secret (`wbhsec_...`), as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.data.attributes.name`, signed.
 * - Retries: up to eight attempts; how long they take is not known.
 * - Statuses: 200, 201, 202 or 204 within five seconds.
 * - Note: while a secret is rotated, there are two signatures with a timestamp each, and either counts.
 * @see https://docs.withpersona.com/webhooks-best-practices
 */
export const persona = defineScheme({
  name: 'persona',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'persona-signature',
    format: { pairs: ',', signature: 'v1', timestamp: 't', groups: ' ' },
    encoding: 'hex',
  },
  signs: '{timestamp}.{body}',
  timestamp: { from: 'signature', unit: 's' },
  event: { type: '$.data.attributes.name' },
  formats: ['json'],
})
