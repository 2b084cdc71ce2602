import { defineJwsDetached } from '@postern/core/jose'

/**
 * Constant Contact's webhooks, of version 3.
 *
 * - Signed: the body, in a detached JWS (`RS256`). Its time is in the signed header, and not looked at: a
 *   recording can be replayed at any time.
 * - Secret: none. `keys` is `remoteJwks('https://developer.constantcontact.com/.well-known/jwks.json')`.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * @see https://v3.developer.constantcontact.com/api_guide/webhook_authenticity.html
 */
export const constantContact = defineJwsDetached({
  name: 'constant-contact',
  header: 'x-ctct-webhook-sig',
  algorithms: ['RS256'],
})
