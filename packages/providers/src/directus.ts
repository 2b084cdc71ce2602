import { defineCredential } from '@postern/core'

/**
 * Directus' webhooks, and the requests of its flows.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the value of a custom header that you set on the webhook or the operation; `header` names it, or it is
 *   `authorization`.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: let it send POST, as requests by GET are refused. What stands in the body of a flow's request is up to
 *   you.
 * @see https://github.com/directus/directus/blob/main/docs/configuration/webhooks.md
 */
export const directus = defineCredential({
  name: 'directus',
  credential: { header: 'authorization' },
  headerIsChosen: true,
  formats: ['json'],
})
