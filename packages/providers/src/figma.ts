import { defineCredential } from '@postern/core'

/**
 * Figma's webhooks (V2).
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the passcode that you chose when you made the webhook. It travels in `$.passcode` of each body.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event_type`, **not signed**.
 * - Retries: not known.
 * - Statuses: 400 stops the webhook at once.
 * - Handshake: the `PING` that follows the making of a webhook is answered with 200, once its passcode is
 *   right.
 * - Note: the passcode is in the payload that handlers get: keep it out of logs. `$.webhook_id` names the
 *   webhook, not the event.
 * @see https://developers.figma.com/docs/rest-api/webhooks-security
 */
export const figma = defineCredential({
  name: 'figma',
  credential: { json: '$.passcode' },
  formats: ['json'],
  event: { type: '$.event_type' },
  handshake: { when: { 'json:$.event_type': 'PING' }, answer: {} },
})
