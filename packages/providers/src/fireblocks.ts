import { defineJwsDetached } from '@postern/core/jose'

/**
 * Fireblocks' webhooks, of version 2.
 *
 * - Signed: the body, in a detached JWS (`RS512`). There is no timestamp, so a recording can be replayed at any
 *   time.
 * - Secret: none. `keys` is `remoteJwks` of the workspace's region, such as
 *   `remoteJwks('https://keys.fireblocks.io/.well-known/jwks.json')`.
 * - Event id: `$.id`, signed.
 * - Event type: `$.eventType`, signed.
 * - Retries: not known; events can be sent again for 30 days.
 * @see https://developers.fireblocks.com/reference/validating-webhooks
 */
export const fireblocks = defineJwsDetached({
  name: 'fireblocks',
  header: 'fireblocks-webhook-signature',
  algorithms: ['RS512'],
  formats: ['json'],
  event: { id: '$.id', type: '$.eventType' },
})
