import { defineScheme } from '@postern/core'

/**
 * Webflow's webhooks, made by its API.
 *
 * - Signed: the timestamp, in milliseconds, and the body.
 * - Secret: the app's OAuth client secret; for webhooks made with a site token, the secret that making one
 *   returns.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.triggerType`, signed.
 * - Retries: three, ten minutes apart.
 * - Statuses: 200; any other is tried again, so answer that and not 204. Redirects are not followed.
 * - Note: webhooks made in the dashboard are not signed, and are refused.
 * @see https://developers.webflow.com/reference/webhooks
 */
export const webflow = defineScheme({
  name: 'webflow',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-webflow-signature', format: 'raw', encoding: 'hex' },
  signs: '{timestamp}:{body}',
  timestamp: { from: { header: 'x-webflow-timestamp' }, unit: 'ms' },
  formats: ['json'],
  event: { type: '$.triggerType' },
  retryWindowMs: 30 * 60 * 1000,
})
