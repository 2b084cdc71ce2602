import { defineScheme } from '@postern/core'

/**
 * Printful's webhooks, version 2.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the `secret_key` in the answer to `POST /v2/webhooks`, which is shown once: hexadecimal.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.type`, signed.
 * - Retries: not known.
 * - Note: `$.retries` counts the attempts, so that each has another body and `eventId: 'hash'` knows no retry
 *   again. Version 1 signs nothing.
 * @see https://developers.printful.com/docs/v2-beta/
 */
export const printfulV2 = defineScheme({
  name: 'printful-v2',
  algorithm: 'hmac-sha256',
  secret: 'hex',
  signature: { header: 'x-pf-webhook-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  event: { type: '$.type' },
  formats: ['json'],
})
