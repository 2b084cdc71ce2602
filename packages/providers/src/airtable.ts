import { defineScheme } from '@postern/core'

/**
 * Airtable's webhook notifications.
 *
 * - Signed: the body. Its `timestamp` is not looked at, so a recording can be replayed at any time.
 * - Secret: `macSecretBase64` of the answer to the call that makes the webhook, which is shown only once.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Statuses: 200 or 204, without a body.
 * - Note: a notification only says that something changed: fetch the changes from the list of payloads. A webhook
 *   that was made with a token ends after seven days, unless it is refreshed.
 * @see https://airtable.com/developers/web/api/webhooks-overview
 */
export const airtable = defineScheme({
  name: 'airtable',
  algorithm: 'hmac-sha256',
  secret: 'base64',
  signature: { header: 'x-airtable-content-mac', format: { prefix: 'hmac-sha256=' }, encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
})
