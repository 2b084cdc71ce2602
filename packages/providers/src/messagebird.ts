import { defineJwt } from '@postern/core'

/**
 * MessageBird's webhooks, with signed tokens.
 *
 * - Signed: the hashes of the URL and of the body, in a token that lasts a minute.
 * - Secret: the signing key in the developer settings of the dashboard.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: behind a proxy give `url`, with its query, as it was given to MessageBird.
 * @see https://developers.messagebird.com/api/#verifying-http-requests
 */
export const messagebird = defineJwt({
  name: 'messagebird',
  token: { header: 'messagebird-signature-jwt' },
  algorithms: ['HS256', 'HS384', 'HS512'],
  expires: true,
  claims: { iss: 'MessageBird' },
  bodyHash: { claim: 'payload_hash', encoding: 'hex' },
  url: { claim: 'url_hash', hash: 'hex' },
})
