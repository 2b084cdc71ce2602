import { defineScheme } from '@postern/core'

/**
 * Fourthwall's webhooks, of shops and of platform apps.
 *
 * - Signed: the body. There is no timestamp header, so a recording can be replayed at any time.
 * - Secret: that of the webhook's configuration, in the site settings, For developers; or the HMAC key of the
 *   app. It looks like a UUID and is taken as text.
 * - Event id: `$.id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: not known.
 * - Note: apps' deliveries have a header of their own, which is read too. `$.webhookId` is that of the
 *   configuration.
 * @see https://docs.fourthwall.com/webhooks/signature-verification
 */
export const fourthwall = defineScheme({
  name: 'fourthwall',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    headers: ['x-fourthwall-hmac-sha256', 'x-fourthwall-hmac-apps-sha256'],
    format: 'raw',
    encoding: 'base64',
  },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.id', type: '$.type' },
})
