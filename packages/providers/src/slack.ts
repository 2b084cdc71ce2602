import { defineScheme } from '@postern/core'

/**
 * Slack's Events API, slash commands and interactivity.
 *
 * - Signed: the timestamp and the body, in JSON or as a form.
 * - Secret: "Signing Secret" under the app's Basic Information.
 * - Event id: `$.event_id`, or the `$.trigger_id` of a slash command, signed. Interactivity has neither: give its
 *   route `eventId: 'hash'`.
 * - Event type: `$.event.type`, or the outer `$.type`, signed.
 * - Retries: three: at once, after one minute, and after five.
 * - Statuses: 2xx within three seconds. `x-slack-no-retry: 1` beside any other ends the retries.
 * - Handshake: `url_verification`, once it is verified, is answered with its challenge.
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export const slack = defineScheme({
  name: 'slack',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint:
    'The signing secret is under Basic Information, and neither the client secret nor the verification token.',
  secretPattern: /^[0-9a-f]{32}$/,
  signature: { header: 'x-slack-signature', format: { prefix: 'v0=' }, encoding: 'hex' },
  signs: 'v0:{timestamp}:{body}',
  timestamp: { from: { header: 'x-slack-request-timestamp' }, unit: 's' },
  formats: ['json', 'form'],
  event: { id: ['$.event_id', '$.trigger_id'], type: ['$.event.type', '$.type'] },
  handshake: {
    when: { 'json:$.type': 'url_verification', 'json:$.challenge': true },
    answer: { text: '{json:$.challenge}' },
  },
  retryWindowMs: 6 * 60 * 1000,
})
