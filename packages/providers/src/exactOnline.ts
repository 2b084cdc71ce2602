import { defineScheme } from '@postern/core'

/**
 * Exact Online's webhooks.
 *
 * - Signed: the text of `$.Content`, byte for byte. There is no timestamp, so a recording can be replayed at any
 *   time.
 * - Secret: App Center, the webhook secret of the app's registration, as it is; not the OAuth client secret.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.Content.Topic`, signed. What became of it is `$.Content.Action`.
 * - Retries: some, on anything but 2xx; for how long is not known.
 * - Statuses: 2xx.
 * - Note: the signature is the last member of the body, in capitals, and nothing may stand around or behind it.
 *   `$.Content.Key` is the record, and not the event.
 * @see https://support.exactonline.com/community/s/article/All-All-DNO-Content-webhooksc?language=en_GB
 */
export const exactOnline = defineScheme({
  name: 'exact-online',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { json: '$.HashCode', format: 'raw', encoding: 'HEX' },
  signs: ({ rawBody }) => {
    const text = Buffer.from(rawBody).toString('latin1')
    // While it is signed, there is no hash yet. Of another form the whole is taken, which nobody signs.
    const form = /^\{"Content":(.*?)(?:,"HashCode":"[0-9A-F]{64}")?\}$/s
    return Buffer.from(form.exec(text)?.[1] ?? text, 'latin1')
  },
  formats: ['json'],
  event: { type: '$.Content.Topic' },
})
