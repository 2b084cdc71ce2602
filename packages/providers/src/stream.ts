import { defineScheme } from '@postern/core'

/**
 * Stream's webhooks, of chat, video and feeds.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the API secret of the app, in the Dashboard. Of several apps, each secret has the app's API key for
 *   its `keyId`: `x-api-key` names it.
 * - Event id: `x-webhook-id`, **not signed**: a recording sent under another id runs again.
 * - Event type: `$.type`, signed.
 * - Retries: at most three attempts, within 15 seconds.
 * - Statuses: 2xx within six seconds.
 * - Note: what is signed is the JSON before it is compressed. Leave the compression of webhooks off, or inflate
 *   bodies before they are verified.
 * @see https://getstream.io/video/docs/api/webhooks/overview/
 */
export const stream = defineScheme({
  name: 'stream',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  keyId: { header: 'x-api-key' },
  formats: ['json'],
  event: { id: { header: 'x-webhook-id' }, type: '$.type' },
  retryWindowMs: 15 * 1000,
})
