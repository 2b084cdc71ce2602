import { defineScheme } from '@postern/core'

/**
 * MailerSend's webhooks and inbound routes.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the signing secret on the webhook's page, in the domain's settings. Editing the webhook makes a new
 *   one, and an inbound route has its own.
 * - Event id: `$.data.id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: for about three days.
 * - Statuses: any 2xx. What is answered with 4xx is not sent again.
 * - Note: before a webhook is saved, MailerSend posts a `webhook.test` that is signed with a secret from its
 *   documentation, and wants 2xx. Anyone can sign with that one, so it is refused here: answer it before the
 *   receiver while you save the webhook, and keep that secret out of `secrets`.
 * @see https://developers.mailersend.com/api/v1/webhooks.html
 */
export const mailersend = defineScheme({
  name: 'mailersend',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.data.id', type: '$.type' },
  retryWindowMs: 3 * 24 * 60 * 60 * 1000,
})
