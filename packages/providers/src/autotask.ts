import { defineScheme } from '@postern/core'

/**
 * Autotask PSA's webhooks.
 *
 * - Signed: the body, with SHA-1. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the `SecretKey` that was given when the webhook was made with the API.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.Action`, signed. Of what it is the type, `$.EntityType` says.
 * - Retries: not known.
 * - Note: `$.Guid` is the webhook, and `$.Id` the entity: neither is an event id.
 * @see https://ww1.autotask.net/help/DeveloperHelp/Content/APIs/Webhooks/SecretKeyPayloadVerification.htm
 */
export const autotask = defineScheme({
  name: 'autotask',
  algorithm: 'hmac-sha1',
  secret: 'utf8',
  signature: { header: 'x-hook-signature', format: { prefix: 'sha1=' }, encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.Action' },
})
