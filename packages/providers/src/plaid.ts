import { defineJwt } from '@postern/core'

/**
 * Plaid's webhooks.
 *
 * - Signed: the hash of the body, in a token (`ES256`) with its time.
 * - Secret: none. `keys` is a function of the head and the key's id, or `perTenant`, that asks
 *   `/webhook_verification_key/get` with the client id and secret, and keeps what it got.
 * - Event id: none: give the receiver an `eventId`.
 * - Event type: `$.webhook_code`, signed; `$.webhook_type` beside it.
 * - Retries: not known.
 * - Note: Plaid's bodies are indented JSON. What a parser writes anew has another hash.
 * @see https://plaid.com/docs/api/webhooks/webhook-verification/
 */
export const plaid = defineJwt({
  name: 'plaid',
  token: { header: 'plaid-verification' },
  algorithms: ['ES256'],
  bodyHash: { claim: 'request_body_sha256', encoding: 'hex' },
  issuedAt: { toleranceMs: 300_000 },
  formats: ['json'],
  event: { type: '$.webhook_code' },
})
