import { defineScheme } from '@postern/core'

/**
 * Intercom's webhooks.
 *
 * - Signed: the body, with SHA-1. There is no timestamp header, so a recording can be replayed at any time.
 * - Secret: the app's client secret, in the Developer Hub under Basic information.
 * - Event id: `$.id`, signed.
 * - Event type: `$.topic`, signed; `$.type` is `notification_event` in all of them.
 * - Retries: not known.
 * - Statuses: more than a thousand errors in a row within 15 minutes pause a topic for 15 minutes; errors for
 *   more than seven days suspend the subscription of a private app.
 * @see https://developers.intercom.com/docs/webhooks/webhook-notifications
 */
export const intercom = defineScheme({
  name: 'intercom',
  algorithm: 'hmac-sha1',
  secret: 'utf8',
  secretHint: "The secret is the app's client secret.",
  signature: { header: 'x-hub-signature', format: { prefix: 'sha1=' }, encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.id', type: '$.topic' },
})
