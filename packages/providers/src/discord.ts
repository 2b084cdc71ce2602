import { defineScheme } from '@postern/core'

/**
 * Discord's webhook events and interactions.
 *
 * - Signed: the timestamp and the body, with Ed25519.
 * - Secret: none; `keys` has the application's public key, in hex, from General Information in the developer
 *   portal.
 * - Event id: none for webhook events: give the receiver an `eventId`. Interactions have `$.id`, signed.
 * - Event type: `$.event.type` of webhook events, signed. Interactions have none but a number.
 * - Retries: for up to ten minutes; interactions are not sent again.
 * - Statuses: 204 with no body for events, the answer itself for interactions; each within three seconds.
 * - Handshake: a ping, once it is verified, is answered with 204 (events) or `{"type":1}` (interactions).
 * - Note: Discord also sends signatures that are wrong, and takes the URL off where one is not answered with 401.
 * @see https://docs.discord.com/developers/events/webhook-events
 */
export const discord = defineScheme({
  name: 'discord',
  algorithm: 'ed25519',
  keyFormat: 'hex',
  signature: { header: 'x-signature-ed25519', format: 'raw', encoding: 'hex' },
  signs: '{timestamp}{body}',
  timestamp: { from: { header: 'x-signature-timestamp' }, unit: 's' },
  formats: ['json'],
  event: { type: '$.event.type' },
  handshake: [
    {
      when: { 'json:$.type': 0 },
      answer: { status: 204, headers: { 'content-type': 'application/json' } },
    },
    // A webhook event is of type 1 as well, and has no id.
    { when: { 'json:$.type': 1, 'json:$.id': true }, answer: { json: { type: 1 } } },
  ],
  retryWindowMs: 10 * 60 * 1000,
})
