import { defineScheme } from '@postern/core'

/**
 * TikTok for Developers' webhooks.
 *
 * - Signed: the timestamp and the body.
 * - Secret: the app's client secret, in the developer portal.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: for up to 72 hours, at growing intervals.
 * - Statuses: 200 at once; any other is tried again, so answer that and not 204.
 * @see https://developers.tiktok.com/doc/webhooks-verification
 */
export const tiktok = defineScheme({
  name: 'tiktok',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'tiktok-signature',
    format: { pairs: ',', signature: 's', timestamp: 't' },
    encoding: 'hex',
  },
  signs: '{timestamp}.{body}',
  timestamp: { from: 'signature', unit: 's' },
  formats: ['json'],
  retryWindowMs: 72 * 60 * 60 * 1000,
})
