import { defineScheme } from '@postern/core'

/**
 * Attio's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the one on the webhook's page of the developer settings, or in the answer to the call that makes it.
 * - Event id: `idempotency-key`, **not signed**: a recording sent under another id runs again.
 * - Event type: `$.events.0.event_type`, signed: that of the first event.
 * - Retries: ten, within about three days.
 * - Statuses: any 2xx.
 * - Note: `$.events` may be empty, or have several events.
 * @see https://docs.attio.com/rest-api/how-to/webhooks
 */
export const attio = defineScheme({
  name: 'attio',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'attio-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: { header: 'idempotency-key' }, type: '$.events.0.event_type' },
  retryWindowMs: 3 * 24 * 60 * 60 * 1000,
})
