import { defineJwsDetached } from '@postern/core/jose'

/**
 * Saleor's webhooks.
 *
 * - Signed: the body, in a detached JWS (`RS256`). There is no timestamp, so a recording can be replayed at any
 *   time.
 * - Secret: none. `keys` is `remoteJwks` of the shop's `/.well-known/jwks.json`; take the address from your
 *   configuration, and never from a header.
 * - Event id: none: give the receiver an `eventId`.
 * - Event type: `saleor-event`, **not signed**.
 * - Retries: five, with growing pauses.
 * - Statuses: what is answered with 5xx, or not within 20 seconds, is sent again; what is answered with 3xx or 4xx
 *   is not.
 * @see https://docs.saleor.io/developer/extending/webhooks/payload-signature
 */
export const saleor = defineJwsDetached({
  name: 'saleor',
  header: 'saleor-signature',
  algorithms: ['RS256'],
  formats: ['json'],
  event: { type: { header: 'saleor-event' } },
})
