import { defineScheme } from './define-scheme.js'

/**
 * Standard Webhooks, version 1 signatures, in `webhook-*` headers or Svix's `svix-*`.
 *
 * Signed are the id, the timestamp and the body, so an id cannot be swapped. Secrets are base64, with or without
 * `whsec_`. `sign` writes `webhook-*` headers.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const standardWebhooks = defineScheme({
  name: 'standard-webhooks',
  algorithm: 'hmac-sha256',
  secret: 'whsec',
  families: ['webhook', 'svix'],
  signature: {
    header: '{family}-signature',
    format: { list: ' ', label: 'v1', labelSeparator: ',' },
    encoding: 'base64',
  },
  signs: '{id}.{timestamp}.{body}',
  timestamp: { from: { header: '{family}-timestamp' }, unit: 's' },
  event: { id: { header: '{family}-id' }, type: '$.type' },
})
