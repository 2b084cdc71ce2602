import { defineScheme } from '@postern/core'

/**
 * Mailgun's webhooks in JSON.
 *
 * - Signed: the timestamp and a token, and **not the body**: whoever has seen one delivery can send another
 *   payload with it.
 * - Secret: the HTTP webhook signing key, in the control panel under API security.
 * - Event id: `$.signature.token`, signed.
 * - Event type: `$.event-data.event`, **not signed**.
 * - Retries: for eight hours.
 * - Statuses: 200. With 406 it is not sent again, with any other it is.
 * - Note: a signature is admitted for 15 minutes, as `mailgun-js` has it. Mailgun warns that deliveries can be
 *   late, so allow more where they are: each token is taken once as long as it is remembered. Forms, as inbound
 *   routes send them, have the signature in other fields and are refused.
 * @see https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
 */
export const mailgun = defineScheme({
  name: 'mailgun',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint: 'The secret is the HTTP webhook signing key, and not the API key.',
  signature: { json: '$.signature.signature', format: 'raw', encoding: 'hex' },
  signs: '{timestamp}{json:$.signature.token}',
  bodySigned: false,
  timestamp: { from: { json: '$.signature.timestamp' }, unit: 's', toleranceMs: 15 * 60 * 1000 },
  formats: ['json'],
  event: { id: '$.signature.token', type: '$.event-data.event' },
  retryWindowMs: 8 * 60 * 60 * 1000,
})
