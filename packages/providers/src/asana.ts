import { defineScheme } from '@postern/core'

/**
 * Asana's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: what Asana sent in `x-hook-secret` while the webhook was made, one for each webhook.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known: a delivery is a list, `$.events`, of which each has its own.
 * - Retries: for up to 24 hours.
 * - Statuses: any 2xx within ten seconds.
 * - Note: the request with `x-hook-secret` is not signed, and is not answered, as its secret has to be kept.
 *   Answer it on a route that is there only while you make a webhook: 200 or 204, with the same `x-hook-secret`.
 *   An empty `$.events` is a heartbeat.
 * @see https://developers.asana.com/docs/webhooks-guide
 */
export const asana = defineScheme({
  name: 'asana',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-hook-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  retryWindowMs: 24 * 60 * 60 * 1000,
})
