import { defineScheme } from '@postern/core'

/**
 * Grafana Alerting's webhook contact points.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the one typed into the HMAC signature settings of the contact point.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.status`, signed.
 * - Retries: not known.
 * - Note: leave the signature's header at its default and the timestamp's header empty: with one, Grafana
 *   signs `timestamp:body`, and nothing verifies here. The method is POST. `$.groupKey` comes again with each
 *   notification of a group, and a payload of your own has the type only if you put it there.
 * @see https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/
 */
export const grafana = defineScheme({
  name: 'grafana',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-grafana-alerting-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.status' },
})
