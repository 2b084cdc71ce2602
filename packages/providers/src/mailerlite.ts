import { defineScheme } from '@postern/core'

/**
 * MailerLite's webhooks, not those of MailerLite Classic.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: that of the webhook, in its settings or in the answer of the API that made it. Each webhook has one.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known: it is `$.event` or `$.type`, by the kind of event.
 * - Retries: not known.
 * - Note: a batch has its events in `$.events`.
 * @see https://developers.mailerlite.com/docs/webhooks.html
 */
export const mailerlite = defineScheme({
  name: 'mailerlite',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
})
