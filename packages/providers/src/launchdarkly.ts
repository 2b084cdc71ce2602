import { defineScheme } from '@postern/core'

/**
 * LaunchDarkly's webhooks that are signed.
 *
 * - Signed: the body. There is no timestamp header, so a recording can be replayed at any time.
 * - Secret: shown when "Sign this webhook" is checked in the webhook integration.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: nothing is signed unless that box is checked.
 * @see https://launchdarkly.com/docs/home/infrastructure/webhooks
 */
export const launchdarkly = defineScheme({
  name: 'launchdarkly',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-ld-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
})
