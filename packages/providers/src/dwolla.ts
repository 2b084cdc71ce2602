import { defineScheme } from '@postern/core'

/**
 * Dwolla's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the one that was given when the subscription was created, as it is. Sandbox and production have their
 *   own.
 * - Event id: `$.id`, signed.
 * - Event type: `$.topic`, signed.
 * - Retries: up to eight within 72 hours.
 * - Statuses: 2xx within ten seconds. After 400 failures in a row the subscription is paused.
 * @see https://developers.dwolla.com/docs/balance/webhooks/frequently-asked-questions
 */
export const dwolla = defineScheme({
  name: 'dwolla',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-request-signature-sha-256', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.id', type: '$.topic' },
  retryWindowMs: 3 * 24 * 60 * 60 * 1000,
})
