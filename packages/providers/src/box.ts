import { defineScheme } from '@postern/core'

/**
 * Box's webhooks, version 2.
 *
 * - Signed: the body and the timestamp. The body may have been signed with every slash, and every letter beyond
 *   ASCII, written as an escape: both ways are tried.
 * - Secret: Developer Console, the app, Webhooks, Manage signature keys: the primary and the secondary key.
 * - Event id: `$.id`, signed. `box-delivery-id` changes with every retry.
 * - Event type: `$.trigger`, signed.
 * - Retries: up to twelve, within two hours.
 * - Statuses: any 2xx within 30 seconds.
 * @see https://developer.box.com/guides/webhooks/v2/signatures-v2/
 */
export const box = defineScheme({
  name: 'box',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    headers: ['box-signature-primary', 'box-signature-secondary'],
    format: 'raw',
    encoding: 'base64',
  },
  signs: '{body}{timestamp}',
  timestamp: { from: { header: 'box-delivery-timestamp' }, unit: 'iso8601', toleranceMs: 10 * 60 * 1000 },
  formats: ['json'],
  event: { id: '$.id', type: '$.trigger' },
  retryWindowMs: 2 * 60 * 60 * 1000,
  alternativeBody: (rawBody) =>
    Buffer.from(
      Buffer.from(rawBody)
        .toString('utf8')
        .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .replace(/(?<!\\)\//g, '\\/'),
    ),
})
