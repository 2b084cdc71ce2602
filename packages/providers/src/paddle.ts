import { defineScheme } from '@postern/core'

/**
 * Paddle Billing's notifications.
 *
 * - Signed: the timestamp and the body.
 * - Secret: Developer tools, Notifications, the destination's secret key (`pdl_ntfset_...`), as it is.
 * - Event id: `$.event_id`, signed.
 * - Event type: `$.event_type`, signed.
 * - Retries: 60 within three days in live mode, and three within 15 minutes in the sandbox.
 * - Statuses: 200 within five seconds.
 * - Note: Paddle's SDK takes timestamps of the last five seconds alone, which is too tight behind a queue: the
 *   receiver's own tolerance holds. While a secret is rotated, there are several signatures, and any of them
 *   counts.
 * @see https://developer.paddle.com/webhooks/signature-verification
 */
export const paddle = defineScheme({
  name: 'paddle',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint:
    'Each notification destination has a secret key of its own, in the sandbox and in live; API keys are none.',
  secretPattern: /^pdl_ntfset_/,
  signature: {
    header: 'paddle-signature',
    format: { pairs: ';', signature: 'h1', timestamp: 'ts' },
    encoding: 'hex',
  },
  signs: '{timestamp}:{body}',
  timestamp: { from: 'signature', unit: 's' },
  event: { id: '$.event_id', type: '$.event_type' },
  formats: ['json'],
  retryWindowMs: 3 * 24 * 60 * 60 * 1000,
})
