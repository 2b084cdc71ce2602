import { defineScheme } from '@postern/core'

/**
 * Coinbase Developer Platform's webhooks.
 *
 * - Signed: the timestamp, the headers that the signature names, and the body.
 * - Secret: `secret` in the answer to the call that creates the subscription, as it is.
 * - Event id: `$.eventId`, signed.
 * - Event type: `$.eventType`, signed.
 * - Retries: not known; an event can come more than once.
 * - Note: products without `$.eventId` may have `x-event-id`, which is signed only where `h` of the signature
 *   names it. `v0` signatures, which cover no header, are never looked at. A proxy must leave the named headers as
 *   they are.
 * @see https://docs.cdp.coinbase.com/webhooks/verify-signatures
 */
export const coinbaseCdp = defineScheme({
  name: 'coinbase-cdp',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'x-hook0-signature',
    format: { pairs: ',', signature: 'v1', timestamp: 't' },
    encoding: 'hex',
  },
  signs: '{timestamp}.{signature:h}.{headersNamedBy:h}.{body}',
  timestamp: { from: 'signature', unit: 's', toleranceMs: 5 * 60 * 1000 },
  formats: ['json'],
  event: { id: '$.eventId', type: '$.eventType' },
})
