import { defineScheme } from '@postern/core'

/**
 * ClickUp's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: `secret` in the answer to the call that creates the webhook, as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event`, signed.
 * - Retries: five tries at most; over what time is not known.
 * - Statuses: 2xx within seven seconds. 410 suspends the webhook at once, and so do a hundred failed events.
 * - Note: `$.webhook_id` names the webhook, and not the event; some events have no `$.history_items`.
 * @see https://developer.clickup.com/docs/webhooksignature
 */
export const clickup = defineScheme({
  name: 'clickup',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.event' },
})
