import { defineScheme } from '@postern/core'

/**
 * Ecwid's webhooks.
 *
 * - Signed: `$.eventCreated` and `$.eventId`, and **not the body**: whoever has seen one delivery can send another
 *   payload with it.
 * - Secret: the app's `client_secret`, as it is; not its access token.
 * - Event id: `$.eventId`, signed.
 * - Event type: `$.eventType`, **not signed**.
 * - Retries: up to 27 tries within 24 hours.
 * - Statuses: 200, 201, 202, 204 or 209, within ten seconds. After two weeks of failures the URL is blocked.
 * - Note: take nothing but the id from the payload, and ask the API for the rest. `$.eventCreated` is not held
 *   against the clock, as a retry may come a day after it.
 * @see https://docs.ecwid.com/build-apps/webhook-automations/setup-webhooks/how-to-process-webhooks
 */
export const ecwid = defineScheme({
  name: 'ecwid',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-ecwid-webhook-signature', format: 'raw', encoding: 'base64' },
  signs: '{json:$.eventCreated}.{json:$.eventId}',
  bodySigned: false,
  formats: ['json'],
  event: { id: '$.eventId', type: '$.eventType' },
  retryWindowMs: 24 * 60 * 60 * 1000,
})
