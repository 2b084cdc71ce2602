import { defineJwt } from '@postern/core'

/**
 * Netlify's outgoing deploy notifications.
 *
 * - Signed: the hash of the body, in a token (`HS256`). There is no timestamp, so a recording can be replayed at
 *   any time.
 * - Secret: the JWS secret token that was typed in the form of the notification.
 * - Event id: none that is known: give the receiver an `eventId`. `$.id` is the deploy's, the same for all its
 *   events.
 * - Event type: `x-netlify-event`, **not signed**.
 * - Retries: not known.
 * @see https://docs.netlify.com/site-deploys/deploy-notifications/
 */
export const netlify = defineJwt({
  name: 'netlify',
  token: { header: 'x-webhook-signature' },
  algorithms: ['HS256'],
  claims: { iss: 'netlify' },
  bodyHash: { claim: 'sha256', encoding: 'hex' },
  formats: ['json'],
  event: { type: { header: 'x-netlify-event' } },
})
