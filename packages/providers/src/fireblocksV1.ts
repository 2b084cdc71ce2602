import { defineScheme } from '@postern/core'

/**
 * Fireblocks' webhooks of the first version, which Fireblocks has deprecated.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: none. `keys` is the public key of your environment, in PEM, from Fireblocks' page on the matter.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: ten, the delays adding up to about eight and a half hours.
 * - Statuses: 200.
 * - Note: for workspaces that have not moved to the second version, whose signatures are others. One key
 *   signs for all customers of an environment.
 * @see https://developers.fireblocks.com/reference/verify-requests
 */
export const fireblocksV1 = defineScheme({
  name: 'fireblocks-v1',
  algorithm: 'rsa-pkcs1-sha512',
  signature: { header: 'fireblocks-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  retryWindowMs: 30_540 * 1000,
})
