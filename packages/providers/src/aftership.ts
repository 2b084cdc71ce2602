import { defineScheme } from '@postern/core'

/**
 * AfterShip Tracking's webhooks.
 *
 * - Signed: the body. Its `ts` is not looked at, so a recording can be replayed at any time.
 * - Secret: AfterShip Tracking, Settings, Webhooks, the webhook secret.
 * - Event id: `$.event_id`, signed.
 * - Event type: `$.event`, signed.
 * - Retries: not known.
 * - Statuses: any 2xx.
 * - Note: other products of AfterShip sign in other headers, which are not read.
 * @see https://www.aftership.com/docs/tracking/webhook/webhook-signature
 */
export const aftership = defineScheme({
  name: 'aftership',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'aftership-hmac-sha256', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.event_id', type: '$.event' },
})
