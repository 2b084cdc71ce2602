import { defineScheme } from '@postern/core'

/**
 * WooCommerce's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the Secret of the webhook, under WooCommerce, Settings, Advanced, Webhooks. One with HTML entities in
 *   it (`&amp;`) signs as the characters that they stand for.
 * - Event id: none: `x-wc-webhook-delivery-id` is the same for deliveries of one second. Give the receiver an
 *   `eventId`.
 * - Event type: `x-wc-webhook-topic`, **not signed**.
 * - Retries: none.
 * - Statuses: 2xx, 301 and 302; more than five failures in a row disable the webhook.
 * - Note: when a webhook is first made active, WooCommerce sends a form with its number, without a signature, and
 *   wants 200. It is refused, which WooCommerce shows as an error; the webhook is saved and active all the same.
 * @see https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-webhook.php
 */
export const woocommerce = defineScheme({
  name: 'woocommerce',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint: 'Each webhook has a secret of its own; the consumer secret of the API is none.',
  signature: { header: 'x-wc-webhook-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { type: { header: 'x-wc-webhook-topic' } },
})
