import { defineScheme } from '@postern/core'

/**
 * Retell AI's webhooks.
 *
 * - Signed: the body and the timestamp behind it, with nothing between them.
 * - Secret: API keys, the key that has the webhook badge, as it is. Other keys of the account never sign.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event`, signed.
 * - Retries: up to three; how long they take is not known.
 * - Statuses: 2xx within ten seconds.
 * - Note: `$.call.call_id` and `$.event` together are no id: `transcript_updated` comes many times in a call.
 * @see https://docs.retellai.com/features/secure-webhook
 */
export const retell = defineScheme({
  name: 'retell',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'x-retell-signature',
    format: { pairs: ',', signature: 'd', timestamp: 'v' },
    encoding: 'hex',
  },
  signs: '{body}{timestamp}',
  timestamp: { from: 'signature', unit: 'ms', toleranceMs: 5 * 60 * 1000 },
  event: { type: '$.event' },
  formats: ['json'],
})
