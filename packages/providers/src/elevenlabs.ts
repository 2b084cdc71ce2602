import { defineScheme } from '@postern/core'

/**
 * ElevenLabs' webhooks.
 *
 * - Signed: the timestamp and the body.
 * - Secret: the one that is shown once when the webhook is made in the workspace's settings (`wsec_...`), as it
 *   is.
 * - Event id: none that is known: give the receiver an `eventId`. Calls have `$.data.conversation_id`, and voices
 *   `$.data.voice_id`.
 * - Event type: `$.type`, signed.
 * - Retries: none unless they are turned on for the webhook; for how long is not known.
 * - Statuses: 200. After ten failures in a row, and none that went well for a week, the webhook is turned off.
 * - Note: a timestamp may be half an hour old.
 * @see https://elevenlabs.io/docs/eleven-api/resources/webhooks
 */
export const elevenlabs = defineScheme({
  name: 'elevenlabs',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'elevenlabs-signature',
    format: { pairs: ',', signature: 'v0', timestamp: 't' },
    encoding: 'hex',
  },
  signs: '{timestamp}.{body}',
  timestamp: { from: 'signature', unit: 's', toleranceMs: 30 * 60 * 1000 },
  formats: ['json'],
  event: { type: '$.type' },
})
