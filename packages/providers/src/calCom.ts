import { defineScheme } from '@postern/core'

/**
 * Cal.com's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the one that was entered with the webhook (Settings, Developer, Webhooks).
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.triggerEvent`, signed. A payload template of your own may leave it out.
 * - Retries: not known.
 * - Note: `$.payload.uid` is the booking.
 * @see https://cal.com/docs/developing/guides/automation/webhooks
 */
export const calCom = defineScheme({
  name: 'cal-com',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-cal-signature-256', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.triggerEvent' },
})
