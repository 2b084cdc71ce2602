import { defineJwt } from '@postern/core'

/**
 * Google Cloud Pub/Sub's push subscriptions, with authentication.
 *
 * - Signed: a token of Google's that names audience and account, and **not the body**: whoever has seen one
 *   delivery can send another payload with it, until the token expires.
 * - Secret: none. `keys` is `remoteJwks('https://www.googleapis.com/oauth2/v3/certs')`; `audience` and `email`
 *   are those of the subscription's authentication settings.
 * - Event id: `$.message.messageId`, **not signed**.
 * - Event type: none that is known.
 * - Retries: not known.
 * @see https://cloud.google.com/pubsub/docs/push
 */
export const googlePubsub = defineJwt({
  name: 'google-pubsub',
  token: { header: 'authorization', prefix: 'Bearer ' },
  algorithms: ['RS256'],
  expires: true,
  params: ['audience', 'email'],
  claims: {
    iss: ['https://accounts.google.com', 'accounts.google.com'],
    aud: '{param:audience}',
    email: '{param:email}',
    email_verified: true,
  },
  formats: ['json'],
  event: { id: '$.message.messageId' },
})
