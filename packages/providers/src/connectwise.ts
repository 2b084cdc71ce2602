import { defineScheme } from '@postern/core'

/**
 * ConnectWise PSA's callbacks.
 *
 * - Signed: the body, with the SHA-256 of the secret. There is no timestamp, so a recording can be replayed at any
 *   time.
 * - Secret: `signing_key` of the document at `$.Metadata.key_url` of a callback, as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: `$.Type`, signed: the kind of the record, and not what became of it.
 * - Retries: not known.
 * - Note: the address of the key stands in a body that nobody has verified yet. Read it once, over https and from
 *   hosts of myconnectwise.net that you know, or anyone can sign.
 * @see https://developer.connectwise.com/Products/Manage/Developer_Guide#Webhooks
 */
export const connectwise = defineScheme({
  name: 'connectwise',
  algorithm: 'hmac-sha256',
  secret: 'sha256',
  signature: { header: 'x-content-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { type: '$.Type' },
})
