import { defineJwt } from '@postern/core'

/**
 * Vonage's webhooks, such as those of the Messages API, with signed tokens.
 *
 * - Signed: the hash of the body, in a token with its time.
 * - Secret: the signature secret in the account settings of the dashboard.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: the SMS API signs its parameters in another way, and the Voice API hashes a body without white space,
 *   which may differ from the one that is sent.
 * @see https://developer.vonage.com/en/getting-started/concepts/webhooks
 */
export const vonage = defineJwt({
  name: 'vonage',
  token: { header: 'authorization', prefix: 'Bearer ' },
  algorithms: ['HS256'],
  claims: { iss: 'Vonage' },
  bodyHash: { claim: 'payload_hash', encoding: 'hex' },
  issuedAt: {},
  formats: ['json'],
})
