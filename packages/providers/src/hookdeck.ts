import { defineScheme } from '@postern/core'

/**
 * Hookdeck Event Gateway's deliveries.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the signing secret of the project, under its settings, Secrets. While it is rolled, a second
 *   header has the other signature.
 * - Event id: `x-hookdeck-eventid`, **not signed**.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: the payload, and what says its type, are those of the sender behind Hookdeck. A retry that someone
 *   asks for has the id of the event, and is a duplicate. Nothing is signed unless the destination has
 *   Hookdeck's signature for its authentication.
 * @see https://hookdeck.com/docs/authentication
 */
export const hookdeck = defineScheme({
  name: 'hookdeck',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    headers: ['x-hookdeck-signature', 'x-hookdeck-signature-2'],
    format: 'raw',
    encoding: 'base64',
  },
  signs: '{body}',
  event: { id: { header: 'x-hookdeck-eventid' } },
})
