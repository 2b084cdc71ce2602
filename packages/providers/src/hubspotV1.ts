import { defineScheme } from '@postern/core'

/**
 * HubSpot's webhooks with signatures of version 1, which version 3 has replaced.
 *
 * - Signed: the body, by a plain SHA-256 with the secret before it. There is no timestamp, so a recording can be
 *   replayed at any time.
 * - Secret: the client secret on the app's Auth page.
 * - Event id: none that is known: give the receiver an `eventId`. `$.0.eventId` may come again with another event.
 * - Event type: `$.0.subscriptionType`, signed, of the first event of the list.
 * - Retries: not known.
 * - Note: whoever has seen a delivery can sign a longer body that begins with it; such a body is no JSON. Prefer
 *   version 3 where HubSpot sends it.
 * @see https://developers.hubspot.com/docs/api/webhooks
 */
export const hubspotV1 = defineScheme({
  name: 'hubspot-v1',
  algorithm: 'sha256',
  secret: 'utf8',
  signature: { header: 'x-hubspot-signature', format: 'raw', encoding: 'hex' },
  signs: '{secret}{body}',
  formats: ['json'],
  event: { type: '$.0.subscriptionType' },
})
