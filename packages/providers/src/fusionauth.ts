import { defineJwt } from '@postern/core'

/**
 * FusionAuth's webhooks.
 *
 * - Signed: the hash of the body, in a token. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the key that signs events, in Key Master: give `secrets` for an HMAC key, and `keys`, such as
 *   `remoteJwks` of the instance, for a pair.
 * - Event id: `$.event.id`, signed.
 * - Event type: `$.event.type`, signed.
 * - Retries: not known.
 * - Note: events are signed only where "Sign events" is set.
 * @see https://fusionauth.io/docs/extend/events-and-webhooks/signing
 */
export const fusionauth = defineJwt({
  name: 'fusionauth',
  token: { header: 'x-fusionauth-signature-jwt' },
  algorithms: ['HS256', 'HS384', 'HS512', 'RS256', 'RS512', 'ES256', 'EdDSA'],
  bodyHash: { claim: 'request_body_sha256', encoding: 'base64' },
  formats: ['json'],
  event: { id: '$.event.id', type: '$.event.type' },
})
