import { defineScheme } from '@postern/core'

/**
 * Adyen's webhooks of the balance platform, of management and of tokenization.
 *
 * - Signed: the body. Its time is not looked at, as not every kind has one, so a recording can be replayed.
 * - Secret: Customer Area, Developers, Webhooks, the webhook's HMAC key, in hexadecimal.
 * - Event id: none that all kinds have: give the receiver an `eventId`. Tokenization has `$.eventId`.
 * - Event type: `$.type`, signed.
 * - Retries: three at once, then at growing distances for up to 30 days.
 * - Statuses: any 2xx within ten seconds.
 * - Note: `$.data.id` is the object, and not always there.
 * @see https://docs.adyen.com/platforms/set-up-webhooks
 */
export const adyenPlatform = defineScheme({
  name: 'adyen-platform',
  algorithm: 'hmac-sha256',
  secret: 'hex',
  signature: { header: 'hmacsignature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.type' },
  retryWindowMs: 30 * 24 * 60 * 60 * 1000,
})
