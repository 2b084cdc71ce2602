import { defineScheme } from '@postern/core'

/**
 * TikTok Shop's webhooks.
 *
 * - Signed: the app key and the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the app secret in the Partner Center; `appKey` is the app key beside it.
 * - Event id: `$.tts_notification_id`, signed.
 * - Event type: `$.type`, signed: a number, such as 1 for the status of an order.
 * - Retries: not known.
 * - Note: `authorization` is the signature alone, without a scheme before it.
 * @see https://github.com/EcomPHP/tiktokshop-php/blob/master/src/Webhook.php
 */
export const tiktokShop = defineScheme({
  name: 'tiktok-shop',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'authorization', format: 'raw', encoding: 'hex' },
  signs: '{param:appKey}{body}',
  params: ['appKey'],
  formats: ['json'],
  event: { id: '$.tts_notification_id', type: '$.type' },
})
