import { defineScheme } from '@postern/core'

/**
 * Trello's webhooks.
 *
 * - Signed: the body and the callback URL. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the application's secret, on the API key page of the Power-Up.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.action.type`, signed.
 * - Retries: not known.
 * - Handshake: `HEAD`, without a signature, is answered with 200. Let the route take it beside `POST`.
 * - Note: the URL is signed as it was given when the webhook was made, with its query: behind a proxy give it as
 *   `url`.
 * @see https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks
 */
export const trello = defineScheme({
  name: 'trello',
  algorithm: 'hmac-sha1',
  secret: 'utf8',
  signature: { header: 'x-trello-webhook', format: 'raw', encoding: 'base64' },
  signs: '{body}{url}',
  formats: ['json'],
  event: { type: '$.action.type' },
  handshake: { signed: false, method: 'HEAD', when: {}, answer: {} },
})
