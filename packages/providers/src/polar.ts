import { defineStandardWebhooks } from '@postern/core'

/**
 * Polar's webhooks.
 *
 * - Signed: the id, the timestamp and the body.
 * - Secret: the organisation's settings, Webhooks, the endpoint's secret: the whole text as it is, with its
 *   prefix.
 * - Event id: `webhook-id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: up to ten; how long they take is not known.
 * - Statuses: 2xx within ten seconds; a redirect is a failure. Ten deliveries that fail in a row turn the endpoint
 *   off.
 * - Note: endpoints in Discord's or Slack's format send other bodies.
 * @see https://polar.sh/docs/integrate/webhooks/delivery
 */
export const polar = defineStandardWebhooks({
  name: 'polar',
  families: ['webhook'],
  secret: 'utf8',
  formats: ['json'],
})
