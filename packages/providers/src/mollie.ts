import { defineScheme } from '@postern/core'

/**
 * Mollie's next-generation webhooks, not the classic ones, which are not signed.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the signing secret that the webhook had when it was made, in the dashboard or by the API.
 * - Event id: `$.id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: not known.
 * - Note: for 24 hours after a rotation there are two `x-mollie-signature` headers, one for each secret.
 * @see https://docs.mollie.com/reference/webhooks-best-practices
 */
export const mollie = defineScheme({
  name: 'mollie',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'x-mollie-signature',
    repeats: true,
    format: { list: ',', label: 'sha256', labelSeparator: '=' },
    encoding: 'hex',
  },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.id', type: '$.type' },
})
