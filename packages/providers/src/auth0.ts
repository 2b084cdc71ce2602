import { defineCredential } from '@postern/core'

/**
 * Auth0's custom log streams.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the "Authorization Token" of the stream's settings, the whole of it, with `Bearer ` if that was
 *   entered.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: the token may be left out in the settings, and then every delivery is refused. A stream of JSON lines is
 *   no JSON: choose a list or an object, or give the receiver a `parse` of its own.
 * @see https://auth0.com/docs/customize/log-streams/custom-log-streams
 */
export const auth0 = defineCredential({
  name: 'auth0',
  credential: { header: 'authorization' },
})
