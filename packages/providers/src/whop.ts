import { defineStandardWebhooks } from '@postern/core'

/**
 * Whop's webhooks.
 *
 * - Signed: the id, the timestamp and the body.
 * - Secret: the webhook secret (`ws_...`) in the Developer tab of the Dashboard, as it is. Whop's SDK takes it in
 *   base64 (`btoa(secret)`), and this scheme does not.
 * - Event id: `webhook-id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: not known.
 * @see https://docs.whop.com/developer/guides/webhooks
 */
export const whop = defineStandardWebhooks({
  name: 'whop',
  families: ['webhook'],
  secret: 'utf8',
  formats: ['json'],
})
