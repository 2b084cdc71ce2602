import { defineScheme } from '@postern/core'

/**
 * Affirm's webhooks.
 *
 * - Signed: the timestamp and the body. No version but `v0` is looked at.
 * - Secret: the one that Affirm sets up on request, one for each endpoint.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known; each is signed anew, with a new timestamp.
 * - Statuses: any 2xx.
 * - Note: the documentation writes the header with `x-` and without: both are read.
 * @see https://docs.affirm.com/developers/docs/checking-webhook-signatures
 */
export const affirm = defineScheme({
  name: 'affirm',
  algorithm: 'hmac-sha512',
  secret: 'utf8',
  families: ['x-affirm', 'affirm'],
  signature: {
    header: '{family}-signature',
    format: { pairs: ',', signature: 'v0', timestamp: 't' },
    encoding: 'hex',
  },
  signs: '{timestamp}.{body}',
  timestamp: { from: 'signature', unit: 's', toleranceMs: 5 * 60 * 1000 },
})
