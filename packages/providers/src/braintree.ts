import { randomBytes } from 'node:crypto'
import { parse } from 'node:querystring'
import { defineScheme } from '@postern/core'

/**
 * Braintree's webhooks.
 *
 * - Signed: `bt_payload`, the base64 of XML, and the form has nothing beside it: a body with other fields is
 *   refused. Its time, in the XML, is not looked at, so a recording can be replayed.
 * - Secret: the API keys page of the control panel: `{ keyId: '<public key>', secret: '<private key>' }`.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known: it stands in the XML.
 * - Retries: every hour, for a day, and for three hours in the sandbox.
 * - Statuses: 2xx within 30 seconds.
 * - Handshake: not answered. A GET brings `bt_challenge`, hexadecimal, and wants to hear the public key, `|`, and
 *   the challenge's HMAC-SHA1 in hex, whose key is the SHA-1 of the private key: answer it in a route of your own.
 * @see https://developer.paypal.com/braintree/docs/guides/webhooks/parse
 */
export const braintree = defineScheme({
  name: 'braintree',
  algorithm: 'hmac-sha1',
  secret: 'sha1',
  signature: { form: 'bt_signature', format: { keyed: '&', labelSeparator: '|' }, encoding: 'hex' },
  signs: ({ rawBody }) => {
    const form = parse(Buffer.from(rawBody).toString(), undefined, undefined, { maxKeys: 0 })
    const { bt_payload: payload, bt_signature: _signature, ...others } = form
    // Content that nobody can have signed, where the payload is not all there is.
    return typeof payload === 'string' && Object.keys(others).length === 0 ? payload : randomBytes(32)
  },
  retryWindowMs: 24 * 60 * 60 * 1000,
  formats: ['form'],
})
