import { defineScheme } from '@postern/core'

/**
 * LinkedIn's webhooks.
 *
 * - Signed: the body, behind `hmacsha256=`, which is not in the header.
 * - Secret: the client secret of the app, on its Auth tab.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Statuses: any 2xx.
 * - Handshake: the `GET` with `challengeCode`, every two hours, is answered with the code's HMAC, for codes of
 *   letters, digits, `-` and `_` alone: whoever could ask with more would get the signature of a body.
 * - Note: the check of a child app, which has an `applicationId`, wants a MAC by the secret of that app: give each
 *   app a URL of its own.
 * @see https://learn.microsoft.com/en-us/linkedin/shared/api-guide/webhook-validation
 */
export const linkedin = defineScheme({
  name: 'linkedin',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-li-signature', format: 'raw', encoding: 'hex' },
  signs: 'hmacsha256={body}',
  formats: ['json'],
  handshake: {
    signed: false,
    method: 'GET',
    when: { 'query:challengeCode': true },
    answer: {
      json: {
        challengeCode: '{query:challengeCode}',
        challengeResponse: { mac: '{query:challengeCode}' },
      },
    },
  },
})
