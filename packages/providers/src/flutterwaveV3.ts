import { defineCredential } from '@postern/core'

/**
 * Flutterwave's webhooks, of accounts on v3.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the secret hash that you set in the dashboard under Settings, Webhooks, as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event`, **not signed**.
 * - Retries: not known.
 * - Note: ask Flutterwave's API for the transaction before you act on it. `$.data.id` is that of the
 *   transaction, which several events can report. The header is sent only when a secret hash is set.
 * @see https://developer.flutterwave.com/docs/webhooks
 */
export const flutterwaveV3 = defineCredential({
  name: 'flutterwave-v3',
  credential: { header: 'verif-hash' },
  formats: ['json'],
  event: { type: '$.event' },
})
