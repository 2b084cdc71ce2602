import { defineScheme } from '@postern/core'

/**
 * Tally's webhooks, of forms.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the signing secret of the webhook, under the form's Integrations. It is optional: without one Tally
 *   signs nothing, and every delivery is refused.
 * - Event id: `$.eventId`, signed.
 * - Event type: `$.eventType`, signed.
 * - Retries: not known.
 * @see https://tally.so/help/webhooks
 */
export const tally = defineScheme({
  name: 'tally',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'tally-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.eventId', type: '$.eventType' },
})
