import { defineScheme } from '@postern/core'

/**
 * Primer's webhooks.
 *
 * - Signed: the body. No header has a timestamp, so a recording can be replayed at any time.
 * - Secret: Developers, Webhooks, the account's signing secret.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.eventType`, signed.
 * - Retries: five within about 31 minutes.
 * - Statuses: 2xx within ten seconds; a redirect is a failure.
 * - Note: for 24 hours after a secret is rotated, a second header has the other secret's signature, and either
 *   counts. Newer payloads say in `$.signedAt` when they were signed; nothing here looks at it.
 * @see https://primer.io/docs/api-reference/get-started/configure-webhooks
 */
export const primer = defineScheme({
  name: 'primer',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    headers: ['x-signature-primary', 'x-signature-secondary'],
    format: 'raw',
    encoding: 'base64',
  },
  signs: '{body}',
  event: { type: '$.eventType' },
  formats: ['json'],
  retryWindowMs: (31 * 60 + 10) * 1000,
})
