import { defineScheme } from '@postern/core'

/**
 * Plivo's callbacks, signed by the second version of its scheme.
 *
 * - Signed: the URL without its query, the nonce, and **not the body**: whoever has seen one delivery can send
 *   another payload with it.
 * - Secret: the Auth Token of the account, or of the subaccount.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: prefer the third version, which signs the fields too. Have Plivo send POST: a GET is refused. Where the
 *   URL has no path, give `url` as Plivo has it, without the slash that requests end with.
 * @see https://app.unpkg.com/plivo@4.75.6/files/dist/utils/security.d.ts
 */
export const plivoV2 = defineScheme({
  name: 'plivo-v2',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-plivo-signature-v2', format: 'raw', encoding: 'base64' },
  signs: ({ value }) => value('url').replace(/[?#].*/s, '') + value('header:x-plivo-signature-v2-nonce'),
  bodySigned: false,
  formats: ['form'],
})
