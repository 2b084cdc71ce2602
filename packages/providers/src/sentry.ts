import { defineScheme } from '@postern/core'

/**
 * Webhooks of Sentry's integration platform.
 *
 * - Signed: the body. `sentry-hook-timestamp` is not, so a recording can be replayed at any time.
 * - Secret: Settings, Developer Settings, the integration's Client Secret.
 * - Event id: `request-id`, **not signed**: a recording sent under another id runs again.
 * - Event type: `sentry-hook-resource`, **not signed**. `$.action` says what was done, signed.
 * - Retries: not known.
 * @see https://docs.sentry.io/integrations/integration-platform/webhooks/
 */
export const sentry = defineScheme({
  name: 'sentry',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint: 'The secret is the client secret of the integration.',
  signature: { header: 'sentry-hook-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  event: { id: { header: 'request-id' }, type: { header: 'sentry-hook-resource' } },
  formats: ['json'],
})
