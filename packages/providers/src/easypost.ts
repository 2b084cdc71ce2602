import { defineScheme } from '@postern/core'

/**
 * EasyPost's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the `webhook_secret` that was set on the webhook, as it is; letters beyond ASCII are normalised
 *   (NFKD).
 * - Event id: `$.id`, signed.
 * - Event type: `$.description`, signed.
 * - Retries: up to six; over what time is not known.
 * - Statuses: 2xx within seven seconds.
 * - Note: without a secret on the webhook nothing is signed. `x-hmac-signature-v2` beside it is not looked at.
 * @see https://support.easypost.com/hc/en-us/articles/360042414372-Webhooks-Frequently-Asked-Questions
 */
export const easypost = defineScheme({
  name: 'easypost',
  algorithm: 'hmac-sha256',
  secret: 'nfkd',
  signature: { header: 'x-hmac-signature', format: { prefix: 'hmac-sha256-hex=' }, encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.id', type: '$.description' },
})
