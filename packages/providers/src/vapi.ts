import { defineCredential } from '@postern/core'

/**
 * Vapi's server messages, with a Bearer token.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the token of the Custom Credential (Bearer Token) under Integrations, Server Configuration in the
 *   Dashboard, with or without `Bearer` before it. Where the credential names another header, give it as `header`;
 *   the older secret of a server is in `x-vapi-secret`.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.message.type`, **not signed**.
 * - Retries: not known.
 * - Note: until a credential is attached, Vapi sends none, and every message is refused. Some messages wait for an
 *   answer in JSON. Credentials with an HMAC, which have no fixed form, are a scheme of your own.
 * @see https://docs.vapi.ai/server-url/server-authentication
 */
export const vapi = defineCredential({
  name: 'vapi',
  credential: { header: 'authorization' },
  prefix: 'Bearer ',
  isOptional: true,
  headerIsChosen: true,
  formats: ['json'],
  event: { type: '$.message.type' },
})
