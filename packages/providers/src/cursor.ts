import { defineScheme } from '@postern/core'

/**
 * Webhooks of Cursor's cloud agents.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the one that was given with the webhook's URL when the agent was started, as it is.
 * - Event id: `x-webhook-id`, **not signed**: a recording sent under another id runs again.
 * - Event type: `$.event`, signed.
 * - Retries: some, on error statuses; how many is not known.
 * - Note: whether a retry keeps its id is not known either. `$.id` is the agent, and not the event.
 * @see https://docs.cursor.com/en/background-agent/api/webhooks
 */
export const cursor = defineScheme({
  name: 'cursor',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-webhook-signature', format: { prefix: 'sha256=' }, encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: { header: 'x-webhook-id' }, type: '$.event' },
})
