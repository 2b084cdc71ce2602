import { defineScheme } from '@postern/core'

/**
 * Webhooks of Intuit QuickBooks Online.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the app's Webhooks page, the verifier token.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: a delivery can have several events, in `$.eventNotifications` or as a list of CloudEvents, each of which
 *   has an `id` and a `type` of its own.
 * @see https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks/data-objects
 */
export const quickbooks = defineScheme({
  name: 'quickbooks',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'intuit-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
})
