import { defineScheme } from '@postern/core'

/**
 * Bitbucket Cloud's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the one in the webhook's settings, of the repository or the workspace.
 * - Event id: `x-request-uuid`, **not signed**: a recording sent under another id runs again.
 * - Event type: `x-event-key`, **not signed**.
 * - Retries: not known.
 * - Note: `x-hook-uuid` is the webhook. Bitbucket Data Center signs the same way, and has `x-request-id` in the
 *   place of the id: give its receiver `eventId: { header: 'x-request-id' }`.
 * @see https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/
 */
export const bitbucket = defineScheme({
  name: 'bitbucket',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-hub-signature', format: { prefix: 'sha256=' }, encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: { header: 'x-request-uuid' }, type: { header: 'x-event-key' } },
})
