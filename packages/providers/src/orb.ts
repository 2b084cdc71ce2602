import { defineScheme } from '@postern/core'

/**
 * Orb's webhooks.
 *
 * - Signed: the timestamp and the body.
 * - Secret: the signing secret of the endpoint, in the dashboard.
 * - Event id: `$.id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: not known.
 * - Note: the timestamp often has no zone, and is UTC.
 * @see https://docs.withorb.com/integrations-and-exports/webhooks
 */
export const orb = defineScheme({
  name: 'orb',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'x-orb-signature',
    format: { list: ' ', label: 'v1', labelSeparator: '=' },
    encoding: 'hex',
  },
  signs: 'v1:{timestamp}:{body}',
  timestamp: { from: { header: 'x-orb-timestamp' }, unit: 'iso8601', toleranceMs: 5 * 60 * 1000 },
  formats: ['json'],
  event: { id: '$.id', type: '$.type' },
})
