import { defineJwt } from '@postern/core'

/**
 * Microsoft Bot Framework's activities, of the public cloud.
 *
 * - Signed: a token of Microsoft's that names the bot, and **not the body**: whoever has seen one delivery can
 *   send another payload with it, until the token expires.
 * - Secret: none. `keys` is `remoteJwks` of the `jwks_uri` in the OpenID document; `appId` is the bot's App ID.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: compare `serviceurl` of the token with `$.serviceUrl` before answering to that address.
 * @see https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
 */
export const botFramework = defineJwt({
  name: 'bot-framework',
  token: { header: 'authorization', prefix: 'Bearer ' },
  algorithms: ['RS256'],
  expires: true,
  params: ['appId'],
  claims: { iss: 'https://api.botframework.com', aud: '{param:appId}' },
  formats: ['json'],
})
