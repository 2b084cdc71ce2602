import { defineScheme } from '@postern/core'

/**
 * Meta's webhooks, of WhatsApp, Messenger, Instagram and Facebook.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the App Secret, in the app's dashboard under Settings, Basic.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.entry.0.changes.0.field`, signed. Messenger has `messaging` in the place of `changes`, and
 *   none.
 * - Retries: at once, and then ever more rarely for 36 hours.
 * - Handshake: the GET of a subscription is answered with its challenge, when it has the `verifyToken`.
 * - Note: a delivery can hold several entries, and each several changes. `$.object` names the product.
 * @see https://developers.facebook.com/docs/graph-api/webhooks/getting-started/
 */
export const meta = defineScheme({
  name: 'meta',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  params: ['verifyToken'],
  signature: { header: 'x-hub-signature-256', format: { prefix: 'sha256=' }, encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.entry.0.changes.0.field' },
  handshake: {
    signed: false,
    method: 'GET',
    when: {
      'query:hub.mode': 'subscribe',
      'query:hub.verify_token': '{param:verifyToken}',
      'query:hub.challenge': true,
    },
    answer: { text: '{query:hub.challenge}' },
  },
  retryWindowMs: 36 * 60 * 60 * 1000,
})
