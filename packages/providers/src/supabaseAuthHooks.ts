import { defineScheme } from '@postern/core'

/**
 * Supabase's Auth Hooks over HTTP.
 *
 * - Signed: the id, the timestamp and the body. Several secrets give several signatures, with a comma and a space
 *   between them, where Standard Webhooks has a space alone.
 * - Secret: that which Authentication, Hooks shows in the Dashboard (`v1,whsec_...`), without its `v1,`.
 * - Event id: none: `webhook-id` is another one with each attempt. Give the receiver an `eventId`, or `false`.
 * - Event type: none that is known.
 * - Retries: three attempts at most, two seconds apart, all within five seconds.
 * - Statuses: 200 or 202 with JSON of up to 200 KB, or 204. 429 and 503 are tried again if there is a
 *   `retry-after`; any other fails what the user of Auth was doing.
 * - Note: Auth waits for the answer and heeds its body: answer with what the hook decides.
 * @see https://supabase.com/docs/guides/auth/auth-hooks
 */
export const supabaseAuthHooks = defineScheme({
  name: 'supabase-auth-hooks',
  algorithm: 'hmac-sha256',
  secret: 'whsec',
  signature: {
    header: 'webhook-signature',
    format: { list: ', ', label: 'v1', labelSeparator: ',' },
    encoding: 'base64',
  },
  signs: '{header:webhook-id}.{timestamp}.{body}',
  timestamp: { from: { header: 'webhook-timestamp' }, unit: 's' },
  formats: ['json'],
  retryWindowMs: 5 * 1000,
})
