import { defineScheme } from '@postern/core'

/**
 * Telnyx's webhooks of API v2.
 *
 * - Signed: the timestamp and the body, by Ed25519.
 * - Secret: none. `keys` is the account's public key in Mission Control, Account Settings, Keys & Credentials, in
 *   base64 as it is.
 * - Event id: `$.data.id`, signed.
 * - Event type: `$.data.event_type`, signed.
 * - Retries: not known; of messaging, up to three attempts for each URL, and then the failover URL.
 * - Statuses: 2xx; of messaging, within two seconds.
 * - Note: webhooks of API v1 are not signed, those of the Voice API may be set to `GET`, and those of meeting bots
 *   have another scheme: all of them are refused.
 * @see https://developers.telnyx.com/docs/development/api-fundamentals/webhooks/receiving-webhooks
 */
export const telnyx = defineScheme({
  name: 'telnyx',
  algorithm: 'ed25519',
  keyFormat: 'base64',
  signature: { header: 'telnyx-signature-ed25519', format: 'raw', encoding: 'base64' },
  signs: '{timestamp}|{body}',
  timestamp: { from: { header: 'telnyx-timestamp' }, unit: 's' },
  formats: ['json'],
  event: { id: '$.data.id', type: '$.data.event_type' },
})
