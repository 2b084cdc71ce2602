import { defineJwt } from '@postern/core'

/**
 * Google Chat's interactions, with the project's number as the audience.
 *
 * - Signed: a token of Google's that names the audience, and **not the body**: whoever has seen one delivery can
 *   send another payload with it, until the token expires.
 * - Secret: none. `keys` is `remoteJwks` of the certificates of `chat@system.gserviceaccount.com` in JWK form;
 *   `audience` is the project's number.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * @see https://developers.google.com/workspace/chat/verify-requests-from-chat
 */
export const googleChat = defineJwt({
  name: 'google-chat',
  token: { header: 'authorization', prefix: 'Bearer ' },
  algorithms: ['RS256'],
  expires: true,
  params: ['audience'],
  claims: { iss: 'chat@system.gserviceaccount.com', aud: '{param:audience}' },
  formats: ['json'],
})
