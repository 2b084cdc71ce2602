import { defineScheme } from '@postern/core'

/**
 * Customer.io's reporting webhooks.
 *
 * - Signed: the timestamp and the body.
 * - Secret: the signing key on the page of the reporting webhook, as it is.
 * - Event id: `$.event_id`, signed.
 * - Event type: none in one place: `$.object_type` and `$.metric` say it together.
 * - Retries: for seven days.
 * - Statuses: 2xx within four seconds. 400, 401, 403, 404, 429 and 5xx hold up the next batch for about an hour.
 * @see https://docs.customer.io/integrations/data-out/connections/webhooks/
 */
export const customerIo = defineScheme({
  name: 'customer-io',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-cio-signature', format: 'raw', encoding: 'hex' },
  signs: 'v0:{timestamp}:{body}',
  timestamp: { from: { header: 'x-cio-timestamp' }, unit: 's' },
  formats: ['json'],
  event: { id: '$.event_id' },
  retryWindowMs: 7 * 24 * 60 * 60 * 1000,
})
