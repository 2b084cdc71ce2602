import { defineScheme } from '@postern/core'

/**
 * Nylas' webhooks, of version 3.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: `webhook_secret` in the answer that made the destination, or rotated its secret.
 * - Event id: `$.id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: two, the last of them 10 to 20 minutes after the first attempt.
 * - Statuses: 200 within ten seconds. Of the others 408, 429, 502, 503, 504 and 507 are sent again.
 * - Handshake: the GET with a `challenge`, when a webhook is made or activated, is answered with it.
 * - Note: a delivery that is compressed is signed so: leave compression off, or give the receiver a `parse`. The
 *   body counts its attempts, so that a retry has another one: `eventId: 'hash'` takes it for new.
 * @see https://developer.nylas.com/docs/cookbook/use-cases/build/verify-webhook-signatures/
 */
export const nylas = defineScheme({
  name: 'nylas',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-nylas-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.id', type: '$.type' },
  handshake: {
    signed: false,
    method: 'GET',
    when: { 'query:challenge': true },
    answer: { text: '{query:challenge}' },
  },
  retryWindowMs: 20 * 60 * 1000,
})
