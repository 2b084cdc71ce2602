import { defineScheme } from '@postern/core'

/**
 * HubSpot's webhooks of apps, with the third version of their signature.
 *
 * - Signed: the method, the URL, the body and the timestamp. Some percent-escapes of the URL are decoded
 *   before.
 * - Secret: the app's client secret, on its Auth page.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.0.subscriptionType`, signed: that of the first event.
 * - Retries: not known.
 * - Note: the URL is the one that HubSpot called, with its query: behind a proxy that changes it give `url`.
 *   The payload is an array of events, whose `eventId` is not sure to be unique. The webhooks of workflows
 *   are none of these.
 * @see https://developers.hubspot.com/docs/api/webhooks
 */
export const hubspotV3 = defineScheme({
  name: 'hubspot-v3',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint:
    "The secret is the app's client secret. The URL must be the one that HubSpot called, with its query.",
  signature: { header: 'x-hubspot-signature-v3', format: 'raw', encoding: 'base64' },
  signs: ({ rawBody, timestamp = '', value }) => {
    // !$'()*,/:;?@ and no others.
    const escapes = /%(?:2[14789ACF]|3[ABF]|40)/gi
    const url = value('url').replace(escapes, (escape) => decodeURIComponent(escape))
    return Buffer.concat([
      Buffer.from(value('method') + url, 'latin1'),
      rawBody,
      Buffer.from(timestamp, 'latin1'),
    ])
  },
  timestamp: {
    from: { header: 'x-hubspot-request-timestamp' },
    unit: 'ms',
    toleranceMs: 5 * 60 * 1000,
  },
  formats: ['json'],
  event: { type: '$.0.subscriptionType' },
})
