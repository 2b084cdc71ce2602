import { defineScheme } from '@postern/core'

/**
 * Checkout.com's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the signature key of the workflow's webhook action.
 * - Event id: `$.id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: up to eight, within 30 hours.
 * - Note: deliveries may come out of order. A fixed `authorization` that the action may send besides is not looked
 *   at.
 * @see https://www.checkout.com/docs/developer-resources/webhooks/manage-webhooks/set-up-your-webhook-receiver
 */
export const checkoutCom = defineScheme({
  name: 'checkout-com',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'cko-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.id', type: '$.type' },
  retryWindowMs: 30 * 60 * 60 * 1000,
})
