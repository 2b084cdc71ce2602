import { defineScheme } from '@postern/core'

/**
 * Sanity's GROQ-powered webhooks.
 *
 * - Signed: the timestamp and the body.
 * - Secret: sanity.io/manage, API, Webhooks, the secret that was typed in the webhook's form.
 * - Event id: `idempotency-key`, **not signed**: a recording sent under another id runs again.
 * - Event type: none that is known.
 * - Retries: two, 30 seconds apart.
 * - Statuses: 429 and 5xx are tried again, other failures are not.
 * - Note: the body is what the webhook's projection makes of it. Secrets of four characters are taken, as the SDK
 *   takes any: choose a long one.
 * @see https://github.com/sanity-io/webhook-toolkit
 */
export const sanity = defineScheme({
  name: 'sanity',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  minimumSecretBytes: 4,
  signature: {
    header: 'sanity-webhook-signature',
    format: { pairs: ',', signature: 'v1', timestamp: 't' },
    encoding: 'base64url',
  },
  signs: '{timestamp}.{body}',
  timestamp: { from: 'signature', unit: 'ms' },
  event: { id: { header: 'idempotency-key' } },
  formats: ['json'],
  retryWindowMs: 60 * 1000,
})
