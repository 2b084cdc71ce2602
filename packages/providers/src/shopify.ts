import { defineScheme } from '@postern/core'

/**
 * Shopify's webhooks, by HTTPS.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the app's client secret in the Dev Dashboard. A new one may take an hour until it signs: give both
 *   until then.
 * - Event id: `x-shopify-webhook-id`, **not signed**. It is the delivery's; `x-shopify-event-id` is the same for
 *   all subscriptions to one event.
 * - Event type: `x-shopify-topic`, **not signed**.
 * - Retries: eight within four hours.
 * - Statuses: 2xx within five seconds. After eight failures in a row a subscription of the Admin API is deleted.
 * - Note: choose JSON for the subscription, not XML.
 * @see https://shopify.dev/docs/apps/build/webhooks/verify-deliveries
 */
export const shopify = defineScheme({
  name: 'shopify',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint:
    "Webhooks that an app registered are signed with the app's API secret key, and those made in the admin with the key shown there.",
  signature: { header: 'x-shopify-hmac-sha256', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  retryWindowMs: 4 * 60 * 60 * 1000,
  formats: ['json'],
  event: { id: { header: 'x-shopify-webhook-id' }, type: { header: 'x-shopify-topic' } },
})
