import { defineScheme } from '@postern/core'

/**
 * Jobber's webhooks.
 *
 * - Signed: the body. There is no timestamp header, so a recording can be replayed at any time.
 * - Secret: the app's OAuth client secret, in Jobber's Developer Center.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.data.webHookEvent.topic`, signed.
 * - Retries: not known.
 * - Statuses: an answer within one second. An app whose endpoint is slow or often fails may lose its
 *   webhooks.
 * - Note: deliveries can come more than once.
 * @see https://developer.getjobber.com/docs/using_jobbers_api/setting_up_webhooks/
 */
export const jobber = defineScheme({
  name: 'jobber',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-jobber-hmac-sha256', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.data.webHookEvent.topic' },
})
