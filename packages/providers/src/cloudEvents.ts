import { defineCredential } from '@postern/core'

/**
 * CloudEvents over HTTP webhooks, with a bearer token.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the token that was agreed with the sender.
 * - Event id: `ce-id`, or `$.id` in structured mode, **not signed**. It is unique within one `source` of events
 *   alone: for several, give the receiver an `eventId` that joins the two.
 * - Event type: `ce-type`, or `$.type` in structured mode, **not signed**.
 * - Retries: not known.
 * - Statuses: 200, 201, 202 or 204, and no redirect. After 410 the sender should stop; 429 must have
 *   `retry-after`.
 * - Handshake: an `OPTIONS` request with `webhook-request-origin` is told that this origin may send, as often as it likes.
 * - Note: the handshake proves nothing of who asks. A token in the URL (`access_token`) is not looked at.
 * @see https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md
 */
export const cloudEvents = defineCredential({
  name: 'cloudevents-handshake',
  credential: { header: 'authorization' },
  prefix: 'Bearer ',
  formats: ['json'],
  event: { id: [{ header: 'ce-id' }, '$.id'], type: [{ header: 'ce-type' }, '$.type'] },
  handshake: {
    signed: false,
    method: 'OPTIONS',
    when: { 'header:webhook-request-origin': true },
    answer: {
      headers: {
        'webhook-allowed-origin': '{header:webhook-request-origin}',
        'webhook-allowed-rate': '*',
        allow: 'POST',
      },
    },
  },
})
