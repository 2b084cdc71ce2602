import { defineScheme } from '@postern/core'

/**
 * Lemon Squeezy's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the signing secret of 6 to 40 characters that was entered with the webhook.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.meta.event_name`, signed. `x-event-name` repeats it, unsigned.
 * - Retries: three, after 5, 25 and 125 seconds.
 * - Statuses: 200, and no other.
 * - Note: `$.meta.webhook_id` names the webhook, and is the same in all of its deliveries.
 * @see https://docs.lemonsqueezy.com/help/webhooks/signing-requests
 */
export const lemonsqueezy = defineScheme({
  name: 'lemonsqueezy',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint:
    'The secret is the one typed with the webhook; test mode and live mode have webhooks of their own.',
  minimumSecretBytes: 6,
  signature: { header: 'x-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.meta.event_name' },
  retryWindowMs: (5 + 25 + 125) * 1000,
})
