import { defineScheme } from '@postern/core'

/**
 * Webhooks of Postal, the mail server.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: none. `keys` is the public key of the installation: the `p=` of its DKIM record as it is, a JWK of
 *   `/.well-known/jwks.json`, or PEM.
 * - Event id: `$.uuid`, signed.
 * - Event type: `$.event`, signed.
 * - Retries: five within 36 minutes.
 * - Statuses: 2xx within five seconds.
 * - Note: Postal has made keys of 1024 bits by itself, and those are refused: give the installation one of 2048.
 *   Versions that sign by SHA-1 alone are refused too. HTTP endpoints of mail routes are signed in the same way,
 *   but carry neither id nor type.
 * @see https://github.com/postalserver/postal/blob/main/lib/postal/http.rb
 */
export const postal = defineScheme({
  name: 'postal',
  algorithm: 'rsa-pkcs1-sha256',
  keyFormat: 'base64',
  signature: { header: 'x-postal-signature-256', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  event: { id: '$.uuid', type: '$.event' },
  formats: ['json'],
  retryWindowMs: 36 * 60 * 1000,
})
