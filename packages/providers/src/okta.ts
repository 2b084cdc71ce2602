import { defineCredential } from '@postern/core'

/**
 * Okta's event hooks.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the authentication secret that was entered with the event hook, under Workflow, Event Hooks. It stands
 *   in `authorization` as it is, or in a header of your own, whose name is the option `header`.
 * - Event id: `$.eventId`, **not signed**.
 * - Event type: `$.data.events.0.eventType`, **not signed**.
 * - Retries: one at most.
 * - Statuses: 200 or 204 within three seconds, with an empty body. What is answered with 4xx is not sent again.
 * - Handshake: the GET with `x-okta-verification-challenge` is answered with it.
 * - Note: a delivery can hold several events, each with a `uuid`; id and type are those of the delivery and the
 *   first.
 * @see https://developer.okta.com/docs/concepts/event-hooks/
 */
export const okta = defineCredential({
  name: 'okta',
  credential: { header: 'authorization' },
  headerIsChosen: true,
  formats: ['json'],
  event: { id: '$.eventId', type: '$.data.events.0.eventType' },
  handshake: {
    signed: false,
    method: 'GET',
    when: { 'header:x-okta-verification-challenge': true },
    answer: { json: { verification: '{header:x-okta-verification-challenge}' } },
  },
})
