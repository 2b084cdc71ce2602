import { defineCredential } from '@postern/core'

/**
 * Mailchimp's audience webhooks, which are forms.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: one of your own, in the URL that you give to Mailchimp: `?secret=...`.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.type`, **not signed**.
 * - Retries: for up to 75 minutes.
 * - Statuses: an answer within ten seconds. A webhook that gives none may be dropped.
 * - Handshake: the GET by which Mailchimp checks the URL, when it is saved, is answered with 200.
 * - Note: a secret in a URL shows in the logs of servers and proxies. The names of fields have brackets
 *   (`data[email]`).
 * @see https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/
 */
export const mailchimp = defineCredential({
  name: 'mailchimp',
  credential: { query: 'secret' },
  formats: ['form'],
  event: { type: '$.type' },
  handshake: { signed: false, method: 'GET', when: { 'query:secret': true }, answer: { status: 200 } },
  retryWindowMs: 75 * 60 * 1000,
})
