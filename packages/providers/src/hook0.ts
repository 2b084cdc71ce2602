import { defineScheme } from '@postern/core'

/**
 * Hook0's deliveries.
 *
 * - Signed: the timestamp, the headers that `h` of the signature names, and the body (`v1`). `v0` signatures
 *   are never looked at.
 * - Secret: that of the subscription, a UUID, as it is.
 * - Event id: `x-event-id`, signed where `h` names it, as Hook0 has it.
 * - Event type: `x-event-type`, signed where `h` names it.
 * - Retries: 24 within about eight days, where the operator sets no other limit.
 * - Statuses: 2xx.
 * - Note: the name of the signature's header is the default one, which operators of Hook0 can change.
 * @see https://documentation.hook0.com/tutorials/webhook-authentication
 */
export const hook0 = defineScheme({
  name: 'hook0',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'x-hook0-signature',
    format: { pairs: ',', signature: 'v1', timestamp: 't' },
    encoding: 'hex',
  },
  signs: '{timestamp}.{signature:h}.{headersNamedBy:h}.{body}',
  timestamp: { from: 'signature', unit: 's' },
  event: { id: { header: 'x-event-id' }, type: { header: 'x-event-type' } },
  retryWindowMs: 8 * 24 * 60 * 60 * 1000,
})
