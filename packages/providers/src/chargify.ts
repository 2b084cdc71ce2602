import { defineScheme } from '@postern/core'

/**
 * Webhooks of Maxio Advanced Billing, which was Chargify.
 *
 * - Signed: the body, a form. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the shared key of the site.
 * - Event id: `x-chargify-webhook-id`, **not signed**: a recording sent under another id runs again. That a retry
 *   keeps it is not documented.
 * - Event type: `$.event`, signed.
 * - Retries: not known.
 * - Note: the older header with an MD5 is never looked at. The port of the URL has to be 443 or 80.
 * @see https://maxio-chargify.zendesk.com/hc/en-us/articles/5405357509645-Webhooks-Reference
 */
export const chargify = defineScheme({
  name: 'chargify',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-chargify-webhook-signature-hmac-sha-256', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  formats: ['form'],
  event: { id: { header: 'x-chargify-webhook-id' }, type: '$.event' },
})
