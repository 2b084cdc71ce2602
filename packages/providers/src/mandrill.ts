import { defineScheme } from '@postern/core'

/**
 * Mailchimp Transactional's webhooks and inbound routes, known as Mandrill, which are forms.
 *
 * - Signed: the URL and the fields of the form, by their names. There is no timestamp, so a recording can be
 *   replayed at any time.
 * - Secret: the webhook's key, in the Key column of the Webhooks page.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known: it is in the JSON text of `mandrill_events`.
 * - Retries: not known.
 * - Handshake: the HEAD by which Mandrill checks the URL, when it is saved, is answered with 200.
 * - Note: give the `url` that was entered at Mandrill, to the letter. Nothing marks where a field's name ends and
 *   its value begins, so take `mandrill_events` alone. `_id` of an event is that of the message, and comes again
 *   with each event of it. Where HEAD fails, Mandrill posts an empty list, signed with the key `test-webhook`,
 *   which everybody knows: keep that one out of `secrets`.
 * @see https://mandrill.zendesk.com/hc/en-us/articles/205583257-How-to-Authenticate-Webhook-Requests
 */
export const mandrill = defineScheme({
  name: 'mandrill',
  algorithm: 'hmac-sha1',
  secret: 'utf8',
  signature: { header: 'x-mandrill-signature', format: 'raw', encoding: 'base64' },
  signs: '{url}{sortedForm}',
  formats: ['form'],
  handshake: { signed: false, method: 'HEAD', when: {}, answer: { status: 200 } },
})
