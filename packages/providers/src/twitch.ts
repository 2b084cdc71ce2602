import { defineScheme } from '@postern/core'

/**
 * Twitch's EventSub over webhooks.
 *
 * - Signed: the id, the timestamp and the body.
 * - Secret: the text of 10 to 100 characters that was given when the subscription was made.
 * - Event id: `twitch-eventsub-message-id`, signed.
 * - Event type: `$.subscription.type`, signed.
 * - Retries: not known.
 * - Statuses: 2xx within a few seconds; too many slow answers revoke the subscription.
 * - Handshake: `webhook_callback_verification`, once it is verified, is answered with its challenge.
 * - Note: `twitch-eventsub-message-type`, **not signed**, tells a revocation from a notification. So does
 *   `$.subscription.status`, which is signed.
 * @see https://dev.twitch.tv/docs/eventsub/handling-webhook-events
 */
export const twitch = defineScheme({
  name: 'twitch',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'twitch-eventsub-message-signature',
    format: { prefix: 'sha256=' },
    encoding: 'hex',
  },
  signs: '{id}{timestamp}{body}',
  timestamp: {
    from: { header: 'twitch-eventsub-message-timestamp' },
    unit: 'iso8601',
    toleranceMs: 10 * 60 * 1000,
  },
  formats: ['json'],
  event: { id: { header: 'twitch-eventsub-message-id' }, type: '$.subscription.type' },
  handshake: {
    when: {
      'header:twitch-eventsub-message-type': 'webhook_callback_verification',
      'json:$.challenge': true,
    },
    answer: { text: '{json:$.challenge}' },
  },
})
