import { defineCredential } from '@postern/core'

/**
 * Datadog's webhooks.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the value of a custom header that you set in the integration's tile; `header` names it, or it is
 *   `authorization`.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: five tries at most, where no connection was made or the answer was 5xx; over what time is not known.
 * - Statuses: anything but 5xx, within 15 seconds.
 * - Note: the payload is a template of yours, so id and type are where you put them (`$ID`, `$EVENT_TYPE`). With
 *   "Encode as form" it is a form.
 * @see https://docs.datadoghq.com/integrations/webhooks/
 */
export const datadog = defineCredential({
  name: 'datadog',
  credential: { header: 'authorization' },
  headerIsChosen: true,
  formats: ['json', 'form'],
})
