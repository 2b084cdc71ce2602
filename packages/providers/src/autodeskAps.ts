import { defineScheme } from '@postern/core'

/**
 * Webhooks of Autodesk Platform Services.
 *
 * - Signed: the body, with SHA-1. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the token that was set with `POST webhooks/v1/tokens`, or with the webhook.
 * - Event id: none that all systems have: give the receiver an `eventId`.
 * - Event type: none that all systems have.
 * - Retries: four, the last of them 48 hours or more after the first try.
 * - Statuses: any 2xx within six seconds.
 * - Note: without a token nothing is signed, and every delivery is refused. Some systems send CloudEvents (`$.id`,
 *   `$.type`), others a `hook` and a `payload`.
 * @see https://aps.autodesk.com/en/docs/webhooks/v1/overview/basics
 */
export const autodeskAps = defineScheme({
  name: 'autodesk-aps',
  algorithm: 'hmac-sha1',
  secret: 'utf8',
  signature: { header: 'x-adsk-signature', format: { prefix: 'sha1hash=' }, encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  retryWindowMs: 48 * 60 * 60 * 1000,
})
