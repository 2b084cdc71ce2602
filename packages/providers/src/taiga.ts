import { defineScheme } from '@postern/core'

/**
 * Taiga's webhooks, of projects.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the secret key that was entered in the project's Settings, Integrations, Webhooks.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.type`, signed: the kind of object. `$.action` says what happened to it.
 * - Retries: none.
 * - Statuses: none is acted on; redirects are followed only where the instance allows it.
 * @see https://docs.taiga.io/
 */
export const taiga = defineScheme({
  name: 'taiga',
  algorithm: 'hmac-sha1',
  secret: 'utf8',
  signature: { header: 'x-taiga-webhook-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.type' },
})
