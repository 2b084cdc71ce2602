import { defineScheme } from '@postern/core'

/**
 * Adyen's standard webhooks, in JSON.
 *
 * - Signed: eight fields of the item, among them references, amount and event code, and **not the body**: whoever has
 *   seen one delivery can send its other fields changed.
 * - Secret: the HMAC key in the webhook's security settings, in hexadecimal. Test and live have different ones.
 * - Event id: none: give the receiver an `eventId`, such as a function of `pspReference`, `eventCode` and `success`.
 * - Event type: `$.notificationItems.0.NotificationRequestItem.eventCode`, signed.
 * - Retries: for up to 30 days.
 * - Statuses: any 2xx within ten seconds; what was not acknowledged makes the endpoint's other events wait.
 * - Note: a delivery in JSON has one item. Only the first is verified, so look at no other.
 * @see https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures
 */
export const adyen = defineScheme({
  name: 'adyen',
  algorithm: 'hmac-sha256',
  secret: 'hex',
  signature: {
    json: '$.notificationItems.0.NotificationRequestItem.additionalData.hmacSignature',
    format: 'raw',
    encoding: 'base64',
  },
  signs: [
    '{json:$.notificationItems.0.NotificationRequestItem.pspReference}',
    '{json:$.notificationItems.0.NotificationRequestItem.originalReference}',
    '{json:$.notificationItems.0.NotificationRequestItem.merchantAccountCode}',
    '{json:$.notificationItems.0.NotificationRequestItem.merchantReference}',
    '{json:$.notificationItems.0.NotificationRequestItem.amount.value}',
    '{json:$.notificationItems.0.NotificationRequestItem.amount.currency}',
    '{json:$.notificationItems.0.NotificationRequestItem.eventCode}',
    '{json:$.notificationItems.0.NotificationRequestItem.success}',
  ].join(':'),
  bodySigned: false,
  formats: ['json'],
  event: { type: '$.notificationItems.0.NotificationRequestItem.eventCode' },
  retryWindowMs: 30 * 24 * 60 * 60 * 1000,
})
