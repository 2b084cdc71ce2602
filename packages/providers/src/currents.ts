import { defineCredential } from '@postern/core'

/**
 * Currents' HTTP webhooks.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the value of a custom header that you set on the webhook; `header` names it, or it is `authorization`.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event`, **not signed**.
 * - Retries: not known.
 * - Note: `x-timestamp` is not signed, so it is not looked at.
 * @see https://docs.currents.dev/resources/integrations/http-webhooks
 */
export const currents = defineCredential({
  name: 'currents',
  credential: { header: 'authorization' },
  headerIsChosen: true,
  formats: ['json'],
  event: { type: '$.event' },
})
