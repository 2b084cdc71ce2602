import { defineCredential } from '@postern/core'

/**
 * Buildkite's webhooks with a token in clear text. Prefer those with a signature, and the preset `buildkite`.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the Token of the notification service.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `x-buildkite-event`, **not signed**.
 * - Retries: not known.
 * @see https://buildkite.com/docs/apis/webhooks
 */
export const buildkiteToken = defineCredential({
  name: 'buildkite-token',
  credential: { header: 'x-buildkite-token' },
  formats: ['json'],
  event: { type: { header: 'x-buildkite-event' } },
})
