import { defineScheme } from '@postern/core'

/**
 * Fireflies.ai's webhooks, V2 and V1.
 *
 * - Signed: the body. There is no timestamp header, so a recording can be replayed at any time.
 * - Secret: the signing secret of the Webhooks V2 page, or that of the Developer Settings for V1.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.event`, signed; in V1 `$.eventType`.
 * - Retries: not known.
 * - Statuses: 2xx within ten seconds.
 * - Note: nothing is signed unless a secret is set. V2 writes `sha256=` before the signature, V1 does not.
 *   Several events share one meeting id.
 * @see https://docs.fireflies.ai/graphql-api/webhooks-v2
 */
export const fireflies = defineScheme({
  name: 'fireflies',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'x-hub-signature',
    format: { prefix: 'sha256=', isOptional: true },
    encoding: 'hex',
  },
  signs: '{body}',
  formats: ['json'],
  event: { type: ['$.event', '$.eventType'] },
})
