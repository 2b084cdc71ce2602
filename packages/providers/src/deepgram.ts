import { defineCredential } from '@postern/core'

/**
 * Deepgram's callbacks.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the identifier, in the console, of the API key that made the request; not the key.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: up to ten, 30 seconds apart.
 * - Statuses: 2xx. Callbacks go to the ports 80, 443, 8080 and 8443 alone.
 * - Note: the identifier is hardly a secret. A callback with `callback_method=put` is refused: only POST is
 *   received.
 * @see https://developers.deepgram.com/docs/callback
 */
export const deepgram = defineCredential({
  name: 'deepgram',
  credential: { header: 'dg-token' },
  formats: ['json'],
  retryWindowMs: 5 * 60 * 1000,
})
