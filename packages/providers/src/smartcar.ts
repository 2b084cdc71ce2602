import { defineScheme } from '@postern/core'

/**
 * Smartcar's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the Application Management Token of the application, in the Dashboard.
 * - Event id: `$.eventId`, signed. Payloads of version 2.0 have none.
 * - Event type: `$.eventType`, signed. Payloads of version 2.0 have `$.eventName` in its place.
 * - Retries: not known.
 * - Handshake: `VERIFY`, once it is verified, is answered with the MAC of its challenge, in either version.
 * - Note: whether `VERIFY` is signed is not documented. One that is not is refused: its answer would be a
 *   signature of any text that someone asks for.
 * @see https://smartcar.com/docs/api-reference/webhooks/payload-verification
 */
export const smartcar = defineScheme({
  name: 'smartcar',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'sc-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.eventId', type: '$.eventType' },
  handshake: [
    {
      when: { 'json:$.eventType': 'VERIFY', 'json:$.data.challenge': true },
      answer: { json: { challenge: { mac: '{json:$.data.challenge}' } } },
    },
    {
      when: { 'json:$.eventName': 'verify', 'json:$.payload.challenge': true },
      answer: { json: { challenge: { mac: '{json:$.payload.challenge}' } } },
    },
  ],
})
