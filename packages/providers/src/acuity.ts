import { defineScheme } from '@postern/core'

/**
 * Acuity Scheduling's webhooks.
 *
 * - Signed: the body, a form. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the API key of the main admin, or of the user who made the webhook with the API.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.action`, signed.
 * - Retries: not known.
 * - Note: `id` is that of the appointment or order. The port of the URL has to be 443 or 80.
 * @see https://developers.acuityscheduling.com/docs/webhooks
 */
export const acuity = defineScheme({
  name: 'acuity',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-acuity-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['form'],
  event: { type: '$.action' },
})
