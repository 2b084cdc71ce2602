import { defineScheme } from '@postern/core'

/**
 * Knock's outbound webhooks.
 *
 * - Signed: the timestamp and the body.
 * - Secret: the webhook's signing secret, in the dashboard under Platform, Webhooks, as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.type`, signed.
 * - Retries: eight attempts in all.
 * - Statuses: 2xx; redirects are failures too.
 * - Note: `x-knock-event` repeats the type and is not looked at. Knock's webhook channels are signed in
 *   another way, and are none of these.
 * @see https://docs.knock.app/developer-tools/outbound-webhooks/overview
 */
export const knock = defineScheme({
  name: 'knock',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'x-knock-signature',
    format: { pairs: ',', signature: 's', timestamp: 't' },
    encoding: 'base64',
  },
  signs: '{timestamp}.{body}',
  timestamp: { from: 'signature', unit: 'ms', toleranceMs: 5 * 60 * 1000 },
  formats: ['json'],
  event: { type: '$.type' },
})
