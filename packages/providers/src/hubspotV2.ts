import { defineScheme } from '@postern/core'

/**
 * HubSpot's webhooks with signatures of version 2, as CRM cards and actions of workflows have them.
 *
 * - Signed: the method, the URL and the body, by a plain SHA-256 with the secret before them. There is no
 *   timestamp, so a recording can be replayed at any time.
 * - Secret: the client secret on the app's Auth page.
 * - Event id: none that is known: give the receiver an `eventId`. `$.0.eventId` may come again with another event.
 * - Event type: `$.0.subscriptionType`, signed, of the first event of a list.
 * - Retries: not known.
 * - Note: whoever has seen a delivery can sign a longer body that begins with it; such a body is no JSON. Prefer
 *   version 3 where HubSpot sends it. Give the `url` that HubSpot has.
 * @see https://developers.hubspot.com/docs/api/webhooks
 */
export const hubspotV2 = defineScheme({
  name: 'hubspot-v2',
  algorithm: 'sha256',
  secret: 'utf8',
  signature: { header: 'x-hubspot-signature', format: 'raw', encoding: 'hex' },
  signs: '{secret}{method}{url}{body}',
  formats: ['json'],
  event: { type: '$.0.subscriptionType' },
})
