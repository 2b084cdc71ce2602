import { defineScheme } from '@postern/core'

/**
 * Oura's webhooks.
 *
 * - Signed: the timestamp and the body, with nothing between.
 * - Secret: the client secret of the API application.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event_type`, signed: created, updated or deleted. `$.data_type` says what.
 * - Retries: not known.
 * - Statuses: an answer within ten seconds.
 * - Handshake: the GET of a subscription is answered with its challenge, when it has the `verificationToken`.
 * - Note: the unit of the timestamp is not documented. It is read as seconds, milliseconds or an instant, by its
 *   form.
 * @see https://github.com/garethx/webhook-skills/blob/HEAD/skills/oura-webhooks/references/verification.md
 */
export const oura = defineScheme({
  name: 'oura',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  params: ['verificationToken'],
  signature: { header: 'x-oura-signature', format: 'raw', encoding: 'HEX' },
  signs: '{timestamp}{body}',
  timestamp: { from: { header: 'x-oura-timestamp' }, unit: 'auto' },
  formats: ['json'],
  event: { type: '$.event_type' },
  handshake: {
    signed: false,
    method: 'GET',
    when: { 'query:verification_token': '{param:verificationToken}', 'query:challenge': true },
    answer: { json: { challenge: '{query:challenge}' } },
  },
})
