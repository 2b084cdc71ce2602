import { defineScheme } from '@postern/core'

/**
 * X's webhooks, of account activity and the like.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the app's consumer secret (API secret key), in the Developer Console.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known: it is the name of a member of the payload, such as `tweet_create_events`.
 * - Retries: not known.
 * - Statuses: 200 within ten seconds.
 * - Handshake: the `GET` with `crc_token`, every hour or more often, is answered with the token's HMAC, for tokens
 *   of letters, digits, `-` and `_` that are no JSON: whoever could ask with a body for a token would get its
 *   signature.
 * @see https://docs.x.com/x-api/webhooks/quickstart
 */
export const x = defineScheme({
  name: 'x',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'x-twitter-webhooks-signature',
    format: { prefix: 'sha256=' },
    encoding: 'base64',
  },
  signs: '{body}',
  formats: ['json'],
  handshake: {
    signed: false,
    method: 'GET',
    when: { 'query:crc_token': true },
    answer: { json: { response_token: { mac: '{query:crc_token}', prefix: 'sha256=' } } },
  },
})
