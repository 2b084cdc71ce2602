import { randomBytes } from 'node:crypto'
import { defineScheme } from '@postern/core'

/**
 * Adyen's standard webhooks, in JSON.
 *
 * - Signed: eight fields of the item, among them references, amount and event code, and **not the body**: whoever
 *   has seen one delivery can send its other fields changed.
 * - Secret: the HMAC key in the webhook's security settings, in hexadecimal. Test and live have different ones.
 * - Event id: none: give the receiver an `eventId`, such as a function of `pspReference`, `eventCode` and
 *   `success`.
 * - Event type: `$.notificationItems.0.NotificationRequestItem.eventCode`, signed.
 * - Retries: for up to 30 days.
 * - Statuses: any 2xx within ten seconds; what was not acknowledged makes the endpoint's other events wait.
 * - Note: a delivery in JSON has one item. Only the first is verified, so look at no other. Of the eight fields
 *   only `merchantReference` may have a colon.
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
  signs: ({ value }) => {
    const read = (field: string) => value(`json:$.notificationItems.0.NotificationRequestItem.${field}`)
    const before = ['pspReference', 'originalReference', 'merchantAccountCode'].map(read)
    const after = ['amount.value', 'amount.currency', 'eventCode', 'success'].map(read)
    // Colons join them, and the merchant's own reference may have some: another field with one took it from there.
    if ([...before, ...after].some((text) => text.includes(':'))) return randomBytes(32)
    return Buffer.from([...before, read('merchantReference'), ...after].join(':'), 'latin1')
  },
  bodySigned: false,
  formats: ['json'],
  event: { type: '$.notificationItems.0.NotificationRequestItem.eventCode' },
  retryWindowMs: 30 * 24 * 60 * 60 * 1000,
})
