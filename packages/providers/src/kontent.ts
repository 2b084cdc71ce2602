import { defineScheme } from '@postern/core'

/**
 * Kontent.ai's webhooks.
 *
 * - Signed: the body, whose line breaks are CRLF; one that arrives with others verifies all the same. There
 *   is no timestamp, so a recording can be replayed at any time.
 * - Secret: that of the webhook, under Environment settings, Webhooks. It looks like base64 and is taken as
 *   text.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.notifications.0.message.action`, signed: that of the first notification.
 * - Retries: not known.
 * - Note: one delivery brings several notifications in `$.notifications`. The older header `x-kc-signature`
 *   is not looked at.
 * @see https://kontent.ai/learn/docs/webhooks
 */
export const kontent = defineScheme({
  name: 'kontent',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-kontent-ai-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  alternativeBody: (rawBody) =>
    Buffer.from(
      Buffer.from(rawBody)
        .toString('latin1')
        .replace(/[\r\n]+/g, '\r\n'),
      'latin1',
    ),
  formats: ['json'],
  event: { type: '$.notifications.0.message.action' },
})
