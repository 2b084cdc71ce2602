import { defineScheme } from '@postern/core'

/**
 * Webhooks and Streams of QuickNode.
 *
 * - Signed: the nonce, the timestamp and the body, with nothing between them.
 * - Secret: the settings of the stream or webhook, the security token (`qnsec_...`), as it is, with its prefix.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: turn compression off: of a compressed body the signature covers what it unpacks to, so that it is
 *   refused. A ping has no signature and is refused as well.
 * @see https://github.com/quiknode-labs/qn-guide-examples
 */
export const quicknode = defineScheme({
  name: 'quicknode',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-qn-signature', format: 'raw', encoding: 'hex' },
  signs: '{header:x-qn-nonce}{timestamp}{body}',
  timestamp: { from: { header: 'x-qn-timestamp' }, unit: 's' },
  formats: ['json'],
})
