import { defineScheme } from '@postern/core'

/**
 * Twilio SendGrid's Event Webhook.
 *
 * - Signed: the timestamp and the body, with nothing between them.
 * - Secret: none. `keys` is the verification key of Mail Settings, Event Webhook, in base64 as it is.
 * - Event id: none that is known: give the receiver an `eventId`. The body is a list of events, each with an
 *   `sg_event_id` of its own.
 * - Event type: none of the whole list; each event has its own in `event`.
 * - Retries: for up to 24 hours.
 * - Statuses: 2xx.
 * - Note: the line end behind the list is signed as well.
 * @see https://www.twilio.com/docs/sendgrid/api-reference/webhooks/toggle-signature-verification-for-an-event-webhook
 */
export const sendgrid = defineScheme({
  name: 'sendgrid',
  algorithm: 'ecdsa-p256-sha256',
  keyFormat: 'base64',
  signature: { header: 'x-twilio-email-event-webhook-signature', format: 'raw', encoding: 'base64' },
  signs: '{timestamp}{body}',
  timestamp: { from: { header: 'x-twilio-email-event-webhook-timestamp' }, unit: 's' },
  formats: ['json'],
  retryWindowMs: 24 * 60 * 60 * 1000,
})
