import { defineScheme } from '@postern/core'

/**
 * Sellsy's webhooks.
 *
 * - Signed: the body, a form, by a plain SHA-1 of the secret and it. There is no timestamp, so a recording can be
 *   replayed at any time.
 * - Secret: Settings, Developer portal, Webhooks, the signing key of the webhook.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event` of the form, signed. It says what was done; `$.relatedtype` says to which kind of
 *   record.
 * - Retries: none: errors are ignored, and what is refused is lost.
 * - Note: a plain hash is no MAC: whoever has seen one delivery can sign a longer body, with bytes in it that are
 *   no text. It is refused for these, unless `parse` is `'raw'` or a function of your own.
 * @see https://help.sellsy.com/fr/articles/5876622-webhooks
 */
export const sellsy = defineScheme({
  name: 'sellsy',
  algorithm: 'sha1',
  secret: 'utf8',
  signature: { header: 'x-webhook-signature', format: 'raw', encoding: 'hex' },
  signs: '{secret}{body}',
  event: { type: '$.event' },
  formats: ['form'],
})
