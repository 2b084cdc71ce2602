import { defineScheme } from '@postern/core'

/**
 * Microsoft Teams' outgoing webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the security token that is shown once when the webhook is made, in base64. Each webhook has its own.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Statuses: 200 with a message in JSON, `{ "type": "message", "text": "..." }`, which Teams shows.
 * @see https://github.com/OfficeDev/msteams-samples-outgoing-webhook-nodejs/blob/master/app.js
 */
export const teamsOutgoing = defineScheme({
  name: 'teams-outgoing',
  algorithm: 'hmac-sha256',
  secret: 'base64',
  signature: { header: 'authorization', format: { prefix: 'HMAC ' }, encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
})
