import { defineScheme } from '@postern/core'

/**
 * Coinbase Commerce's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: Settings, Notifications, the webhook shared secret, as it is.
 * - Event id: `$.event.id`, signed.
 * - Event type: `$.event.type`, signed.
 * - Retries: for up to three days, an hour apart at most.
 * - Statuses: 200.
 * @see https://docs.cdp.coinbase.com/commerce/api-arcitecture/webhooks-security
 */
export const coinbaseCommerce = defineScheme({
  name: 'coinbase-commerce',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-cc-webhook-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.event.id', type: '$.event.type' },
  retryWindowMs: 3 * 24 * 60 * 60 * 1000,
})
