import { defineCredential } from '@postern/core'

/**
 * API destinations of Amazon EventBridge.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the value of the connection's API key; `header` is its name, or `authorization`. For a connection with
 *   user and password the secret is the whole of that header, `Basic` and what follows.
 * - Event id: `$.id`, **not signed**.
 * - Event type: `$.detail-type`, **not signed**.
 * - Retries: up to 185 tries within 24 hours, by default.
 * - Statuses: an answer within five seconds.
 * - Note: an input transformer can take id and type away. A connection with OAuth sends a token that changes, and
 *   is not for this preset. Let the destination send POST.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
 */
export const eventbridgeApiDest = defineCredential({
  name: 'eventbridge-api-dest',
  credential: { header: 'authorization' },
  headerIsChosen: true,
  formats: ['json'],
  event: { id: '$.id', type: '$.detail-type' },
  retryWindowMs: 24 * 60 * 60 * 1000,
})
