import { defineScheme } from '@postern/core'

/**
 * GitHub's webhooks, of repositories, organisations and apps.
 *
 * - Signed: the body, in JSON or as a form. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the text that was entered when the webhook was made.
 * - Event id: `x-github-delivery`, **not signed**: a recording sent under another id runs again. With
 *   `eventId: 'hash'` it is a duplicate, and so is a second delivery with the very same body.
 * - Event type: `x-github-event`, **not signed**.
 * - Retries: none by itself; a redelivery that someone asks for has the same id.
 * @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export const github = defineScheme({
  name: 'github',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint: 'The secret is that of this webhook: organisation, repository and app webhooks have one each.',
  signature: { header: 'x-hub-signature-256', format: { prefix: 'sha256=' }, encoding: 'hex' },
  signs: '{body}',
  formats: ['json', 'form'],
  event: { id: { header: 'x-github-delivery' }, type: { header: 'x-github-event' } },
})
