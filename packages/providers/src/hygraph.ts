import { defineScheme } from '@postern/core'

/**
 * Hygraph's webhooks that have a secret key.
 *
 * - Signed: the body, the name of the environment and the timestamp, together as JSON.
 * - Secret: the project's settings, the webhook's secret key, as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.operation`, signed.
 * - Retries: not known.
 * - Note: the webhook must be one with a payload, and be sent by POST.
 * @see https://hygraph.com/blog/introducing-signed-webhooks
 */
export const hygraph = defineScheme({
  name: 'hygraph',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'gcms-signature',
    format: { pairs: ', ', signature: 'sign', timestamp: 't' },
    encoding: 'base64',
  },
  signs: ({ rawBody, timestamp, value }) =>
    JSON.stringify({
      Body: Buffer.from(rawBody).toString(),
      EnvironmentName: value('signature:env'),
      TimeStamp: Number(timestamp),
      // Hygraph's own library writes them so.
    }).replace(/[&<>]/g, (character) => `\\\\u00${character.charCodeAt(0).toString(16)}`),
  timestamp: { from: 'signature', unit: 'ms' },
  formats: ['json'],
  event: { type: '$.operation' },
})
