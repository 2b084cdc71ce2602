import { defineScheme } from '@postern/core'

/**
 * LINE's Messaging API.
 *
 * - Signed: the body. The timestamps in it are those of the events, and are not looked at.
 * - Secret: the channel secret, on the channel's Basic settings in the LINE Developers Console.
 * - Event id: `$.events.0.webhookEventId`, signed.
 * - Event type: `$.events.0.type`, signed.
 * - Retries: not known.
 * - Statuses: a server that fails for long may get no more deliveries.
 * - Note: one delivery can hold several events, and id and type are those of the first. The console's Verify
 *   button sends none, which is refused for want of an id: give the receiver an `eventId` function that has one
 *   for it.
 * @see https://developers.line.biz/en/docs/messaging-api/receiving-messages/
 */
export const line = defineScheme({
  name: 'line',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-line-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.events.0.webhookEventId', type: '$.events.0.type' },
})
