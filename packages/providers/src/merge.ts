import { defineScheme } from '@postern/core'

/**
 * Merge's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the signature key of the organisation, on the security page of the webhooks in the dashboard.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: up to two.
 * - Statuses: what is answered with 5xx, or not within 30 seconds, is sent again; what is answered with 4xx is
 *   not.
 * @see https://docs.merge.dev/merge-unified/reading-data/webhooks/merge-webhooks
 */
export const merge = defineScheme({
  name: 'merge',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-merge-webhook-signature', format: 'raw', encoding: 'base64url' },
  signs: '{body}',
  formats: ['json'],
})
