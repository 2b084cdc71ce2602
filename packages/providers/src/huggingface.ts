import { defineCredential } from '@postern/core'

/**
 * The Hugging Face Hub's webhooks.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the one that you set in the webhook's settings, in ASCII, as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event.scope`, **not signed**; `$.event.action` says what was done.
 * - Retries: not known.
 * - Note: the header is sent only when a secret is set. Narrower scopes may come: take one that you do not
 *   know for an update of the wider.
 * @see https://huggingface.co/docs/hub/webhooks
 */
export const huggingface = defineCredential({
  name: 'huggingface',
  credential: { header: 'x-webhook-secret' },
  formats: ['json'],
  event: { type: '$.event.scope' },
})
