import { defineCredential } from '@postern/core'

/**
 * Strapi's webhooks, with a token in a header.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the token of the webhook's headers in the admin panel, or of `webhooks.defaultHeaders` in
 *   `config/server`, with or without `Bearer` before it. Where it is in another header than `authorization`, give
 *   the `header`.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event`, **not signed**.
 * - Retries: not known.
 * @see https://docs.strapi.io/cms/backend-customization/webhooks
 */
export const strapi = defineCredential({
  name: 'strapi',
  credential: { header: 'authorization' },
  prefix: 'Bearer ',
  isOptional: true,
  headerIsChosen: true,
  formats: ['json'],
  event: { type: '$.event' },
})
