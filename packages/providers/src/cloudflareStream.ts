import { defineScheme } from '@postern/core'

/**
 * Cloudflare Stream's webhooks, of recorded video.
 *
 * - Signed: the timestamp and the body.
 * - Secret: `secret` in the answer to the call that sets or reads the webhook, as it is: text, though it looks
 *   hex.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.status.state`, signed.
 * - Retries: not known.
 * - Note: `$.uid` is the video, which has an event when it is ready and may have others. Live video is told of by
 *   Cloudflare's notifications.
 * @see https://developers.cloudflare.com/stream/manage-video-library/using-webhooks/
 */
export const cloudflareStream = defineScheme({
  name: 'cloudflare-stream',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'webhook-signature',
    format: { pairs: ',', signature: 'sig1', timestamp: 'time' },
    encoding: 'hex',
  },
  signs: '{timestamp}.{body}',
  timestamp: { from: 'signature', unit: 's' },
  formats: ['json'],
  event: { type: '$.status.state' },
})
