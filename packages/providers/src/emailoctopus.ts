import { defineScheme } from '@postern/core'

/**
 * EmailOctopus' webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: Integrations & APIs, Webhooks, the secret of the webhook, as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: the body is a list of up to 1000 events, each with an `id` and a `type` of its own: what comes once is
 *   the list, so see to each event's id in the handler.
 * @see https://help.emailoctopus.com/article/314-webhooks
 */
export const emailoctopus = defineScheme({
  name: 'emailoctopus',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'emailoctopus-signature', format: { prefix: 'sha256=' }, encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
})
