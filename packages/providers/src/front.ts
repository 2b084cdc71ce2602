import { defineScheme } from '@postern/core'

/**
 * Front's application webhooks.
 *
 * - Signed: the timestamp and the body.
 * - Secret: the app's signing key, on its Basic information tab.
 * - Event id: `$.payload.id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: up to three.
 * - Statuses: 2xx within five seconds.
 * - Handshake: a signed request with `x-front-challenge` is answered with that challenge.
 * - Note: the webhooks of rules are signed in another way, and are none of these.
 * @see https://dev.frontapp.com/docs/webhooks-1
 */
export const front = defineScheme({
  name: 'front',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-front-signature', format: 'raw', encoding: 'base64' },
  signs: '{timestamp}:{body}',
  timestamp: { from: { header: 'x-front-request-timestamp' }, unit: 'ms' },
  formats: ['json'],
  event: { id: '$.payload.id', type: '$.type' },
  handshake: {
    when: { 'header:x-front-challenge': true },
    answer: { json: { challenge: '{header:x-front-challenge}' } },
  },
})
