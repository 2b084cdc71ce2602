import { defineScheme } from '@postern/core'

/**
 * Shopify's Events, whose headers have no `x-` before them.
 *
 * - Signed: the body. `shopify-triggered-at` is not, so a recording can be replayed at any time.
 * - Secret: the app's client secret.
 * - Event id: `shopify-webhook-id`, **not signed**: a recording sent under another id runs again.
 * - Event type: `shopify-topic`, **not signed**.
 * - Retries: not known.
 * - Note: Events are a developer preview. Webhooks with `x-shopify-` headers are another scheme.
 * @see https://shopify.dev/docs/apps/build/events/verify-deliveries
 */
export const shopifyEvents = defineScheme({
  name: 'shopify-events',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'shopify-hmac-sha256', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  event: { id: { header: 'shopify-webhook-id' }, type: { header: 'shopify-topic' } },
  formats: ['json'],
})
