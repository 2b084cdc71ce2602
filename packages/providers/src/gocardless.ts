import { defineScheme } from '@postern/core'

/**
 * GoCardless' webhooks.
 *
 * - Signed: the body. There is no timestamp header, so a recording can be replayed at any time.
 * - Secret: that of the webhook endpoint, in the dashboard under Developers, as it is.
 * - Event id: `$.meta.webhook_id`, signed.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Statuses: 204; for a signature that is wrong, 498 is asked for.
 * - Note: one delivery brings up to 250 events in `$.events`, each with an `id`, a `resource_type` and an
 *   `action`; a handler that must not repeat one keeps those ids.
 * @see https://developer.gocardless.com/api-reference/#appendix-webhooks
 */
export const gocardless = defineScheme({
  name: 'gocardless',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'webhook-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.meta.webhook_id' },
})
