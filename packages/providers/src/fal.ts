import { defineScheme } from '@postern/core'

/**
 * fal's webhooks, by which it tells the results of requests.
 *
 * - Signed: the ids of the request and of the user, the timestamp and the SHA-256 of the body.
 * - Secret: none. `keys` are the JWKs of https://rest.alpha.fal.ai/.well-known/jwks.json, which may be kept for a
 *   day.
 * - Event id: `x-fal-webhook-request-id`, signed.
 * - Event type: `$.status`, signed: `OK` or `ERROR`.
 * - Retries: 10 within two hours.
 * - Statuses: an answer within 15 seconds.
 * - Note: whether a retry has a new timestamp is not known: where retries are refused as too old, give the
 *   receiver a longer tolerance.
 * @see https://docs.fal.ai/model-apis/model-endpoints/webhooks
 */
export const fal = defineScheme({
  name: 'fal',
  algorithm: 'ed25519',
  signature: { header: 'x-fal-webhook-signature', format: 'raw', encoding: 'hex' },
  signs: '{id}\n{header:x-fal-webhook-user-id}\n{timestamp}\n{sha256}',
  timestamp: { from: { header: 'x-fal-webhook-timestamp' }, unit: 's', toleranceMs: 5 * 60 * 1000 },
  retryWindowMs: 2 * 60 * 60 * 1000,
  formats: ['json'],
  event: { id: { header: 'x-fal-webhook-request-id' }, type: '$.status' },
})
