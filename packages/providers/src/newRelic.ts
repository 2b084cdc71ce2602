import { defineCredential } from '@postern/core'

/**
 * New Relic's alert notifications.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the bearer token of the webhook's destination, under Alerts, Destinations; or the value of a header of
 *   your own, whose name is the option `header`.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: the payload is your own template: put an id and a type into it.
 * @see https://docs.robusta.dev/master/configuration/alertmanager-integration/newrelic.html
 */
export const newRelic = defineCredential({
  name: 'new-relic',
  credential: { header: 'authorization' },
  prefix: 'Bearer ',
  isOptional: true,
  headerIsChosen: true,
  formats: ['json'],
})
