import { defineScheme } from '@postern/core'

/**
 * Docusign Connect's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: Connect, Connect Keys, an HMAC key, as it is. Each active key has a signature in a header of its own.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event`, signed.
 * - Retries: for up to 15 days.
 * - Statuses: 2xx.
 * - Note: a retry has another `$.retryCount`, so `'hash'` does not know it again: join `$.data.envelopeId`,
 *   `$.event` and `$.generatedDateTime`. Have HMAC and JSON set on the configuration: XML is refused.
 * @see https://developers.docusign.com/platform/webhooks/connect/validate/
 */
export const docusign = defineScheme({
  name: 'docusign',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-docusign-signature-{n}', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.event' },
  retryWindowMs: 15 * 24 * 60 * 60 * 1000,
})
