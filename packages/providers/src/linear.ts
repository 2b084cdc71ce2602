import { defineScheme } from '@postern/core'

/**
 * Linear's webhooks.
 *
 * - Signed: the body, with its timestamp in it.
 * - Secret: the signing secret on the webhook's page, under Settings, API, Webhooks.
 * - Event id: `linear-delivery`, **not signed**.
 * - Event type: `$.type`, signed. `$.action` says what happened to it.
 * - Retries: three, after one minute, one hour and six hours.
 * - Statuses: 200 within five seconds. A webhook whose retries fail may be disabled.
 * - Note: `$.webhookId` names the webhook, and not the delivery. A delivery is admitted for one minute, so keep
 *   the server's clock right.
 * @see https://linear.app/developers/webhooks
 */
export const linear = defineScheme({
  name: 'linear',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint: 'Each webhook has a signing secret of its own (`lin_wh_`); API keys (`lin_api_`) are none.',
  secretPattern: /^lin_wh_/,
  signature: { header: 'linear-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  timestamp: { from: { json: '$.webhookTimestamp' }, unit: 'ms', toleranceMs: 60_000 },
  formats: ['json'],
  event: { id: { header: 'linear-delivery' }, type: '$.type' },
  retryWindowMs: (1 + 60 + 6 * 60) * 60 * 1000,
})
