import { defineCredential } from '@postern/core'

/**
 * Microsoft Graph's change notifications.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the `clientState` that you chose when you made the subscription. It stands in the body.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.value.0.changeType`, **not signed**.
 * - Retries: for up to four hours.
 * - Statuses: any 2xx within ten seconds. Slower endpoints are throttled, and then lose notifications.
 * - Handshake: the POST with a `validationToken` in its query is answered with it.
 * - Note: a delivery can hold several notifications, and the `clientState` of the first alone is looked at: where
 *   subscriptions have several, compare that of each. `validationTokens` and encrypted content are left as they
 *   are.
 * @see https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks
 */
export const microsoftGraph = defineCredential({
  name: 'microsoft-graph',
  credential: { json: '$.value.0.clientState' },
  formats: ['json'],
  event: { type: '$.value.0.changeType' },
  handshake: {
    signed: false,
    when: { 'query:validationToken': true },
    answer: { text: '{query:validationToken}' },
  },
  retryWindowMs: 4 * 60 * 60 * 1000,
})
