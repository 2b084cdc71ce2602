import { defineScheme } from '@postern/core'

/**
 * Lovable's events and hooks.
 *
 * - Signed: the timestamp and the body.
 * - Secret: the signing secret of the destination, in the workspace's settings under Events & Hooks.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: a hook waits for an answer that allows or denies, in the body of the response; an event does not.
 * @see https://docs.lovable.dev/api-reference/events-and-hooks
 */
export const lovable = defineScheme({
  name: 'lovable',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-lovable-signature', format: { prefix: 'sha256=' }, encoding: 'hex' },
  signs: '{timestamp}.{body}',
  timestamp: { from: { header: 'x-lovable-timestamp' }, unit: 'auto', toleranceMs: 5 * 60 * 1000 },
  formats: ['json'],
})
