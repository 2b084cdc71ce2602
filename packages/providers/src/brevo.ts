import { defineCredential } from '@postern/core'

/**
 * Brevo's webhooks with a bearer token.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the token that was given when the webhook was made with the API (`auth.type` is `bearer`).
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: webhooks without a token are refused. Brevo also knows user and password in the URL, and headers of your
 *   own; those are another credential.
 * @see https://developers.brevo.com/docs/username-and-password-authentication
 */
export const brevo = defineCredential({
  name: 'brevo',
  credential: { header: 'authorization' },
  prefix: 'Bearer ',
})
