import { defineJwt } from '@postern/core'

/**
 * Kinde's webhooks, whose body is a token.
 *
 * - Signed: all of the body (`RS256`). The payload is the token's claims. There is no timestamp, so a recording
 *   can be replayed at any time.
 * - Secret: none. `keys` is `remoteJwks` of the Kinde domain's `/.well-known/jwks.json`.
 * - Event id: `$.event_id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: for 36 hours.
 * - Statuses: 200, and no other. A webhook at which all fails for 72 hours is disabled.
 * - Note: `webhook-id` is **not signed**, and is not looked at.
 * @see https://docs.kinde.com/integrate/webhooks/about-webhooks/
 */
export const kinde = defineJwt({
  name: 'kinde',
  token: 'body',
  algorithms: ['RS256'],
  retryWindowMs: 36 * 60 * 60 * 1000,
  event: { id: '$.event_id', type: '$.type' },
})
