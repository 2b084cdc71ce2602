import { defineScheme } from '@postern/core'

/**
 * Metronome's webhooks.
 *
 * - Signed: the date of `x-metronome-date` and the body.
 * - Secret: the secret key of the webhook, under Developer, Notifications, Webhooks.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.type`, signed.
 * - Retries: not known.
 * @see https://docs.metronome.com/guides/platform-configuration/setup-webhooks
 */
export const metronome = defineScheme({
  name: 'metronome',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'metronome-webhook-signature', format: 'raw', encoding: 'hex' },
  signs: '{timestamp}\n{body}',
  timestamp: { from: { header: 'x-metronome-date' }, unit: 'http-date', toleranceMs: 5 * 60 * 1000 },
  formats: ['json'],
  event: { type: '$.type' },
})
