import { defineScheme } from '@postern/core'

/**
 * PagerDuty's webhooks, version 3.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the signing secret that is shown once, when the webhook subscription is made.
 * - Event id: `$.event.id`, signed.
 * - Event type: `$.event.event_type`, signed.
 * - Retries: for up to 48 hours.
 * - Statuses: 2xx within five seconds, or 16 for custom incident actions. 4xx other than 429 drops the event, and
 *   three that are dropped in a row turn the subscription off for a day.
 * @see https://developer.pagerduty.com/docs/verifying-webhook-signatures
 */
export const pagerduty = defineScheme({
  name: 'pagerduty',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'x-pagerduty-signature',
    format: { list: ',', label: 'v1', labelSeparator: '=' },
    encoding: 'hex',
  },
  signs: '{body}',
  event: { id: '$.event.id', type: '$.event.event_type' },
  formats: ['json'],
  retryWindowMs: 48 * 60 * 60 * 1000,
})
