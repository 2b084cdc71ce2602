import { createHash } from 'node:crypto'
import { defineScheme } from '@postern/core'

/**
 * Webhooks of Bridge (bridge.xyz).
 *
 * - Signed: the timestamp and the body. It is their SHA-256 that is signed, which RSA hashes once more.
 * - Secret: none. `keys` is the webhook's `public_key`, in PEM, from the webhook API or the dashboard.
 * - Event id: `$.event_id`, signed.
 * - Event type: `$.event_type`, signed.
 * - Retries: not known.
 * - Statuses: Bridge suggests 400 for what is too old, and then sends it again with a new timestamp.
 * @see https://apidocs.bridge.xyz/platform/additional-information/webhooks/signature
 */
export const bridge = defineScheme({
  name: 'bridge',
  algorithm: 'rsa-pkcs1-sha256',
  signature: {
    header: 'x-webhook-signature',
    format: { pairs: ',', signature: 'v0', timestamp: 't' },
    encoding: 'base64',
  },
  signs: ({ rawBody, timestamp = '' }) =>
    createHash('sha256').update(`${timestamp}.`).update(rawBody).digest(),
  timestamp: { from: 'signature', unit: 'ms', toleranceMs: 10 * 60 * 1000 },
  formats: ['json'],
  event: { id: '$.event_id', type: '$.event_type' },
})
