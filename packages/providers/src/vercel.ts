import { defineScheme } from '@postern/core'

/**
 * Vercel's webhooks, of teams and integrations.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: that which is shown once when the webhook is made, under the team's Settings, Webhooks; for an
 *   integration, its client secret.
 * - Event id: `$.id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: not known.
 * @see https://vercel.com/docs/webhooks
 */
export const vercel = defineScheme({
  name: 'vercel',
  algorithm: 'hmac-sha1',
  secret: 'utf8',
  secretHint: 'Webhooks of an account and those of an integration have secrets of their own.',
  signature: { header: 'x-vercel-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.id', type: '$.type' },
})
