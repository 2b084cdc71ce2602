import { defineScheme } from '@postern/core'

/**
 * Modern Treasury's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the webhook key, in the Developer Settings under Webhooks.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Statuses: any 2xx within five seconds.
 * @see https://docs.moderntreasury.com/docs/verifying-webhooks
 */
export const modernTreasury = defineScheme({
  name: 'modern-treasury',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
})
