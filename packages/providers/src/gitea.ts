import { defineScheme } from '@postern/core'

/**
 * Gitea's webhooks.
 *
 * - Signed: the body in JSON; of a form, the JSON in its `payload`. There is no timestamp, so a recording can
 *   be replayed at any time.
 * - Secret: the text in the webhook's Secret field.
 * - Event id: `x-gitea-delivery`, **not signed**.
 * - Event type: `x-gitea-event`, **not signed**.
 * - Retries: not known.
 * - Statuses: 2xx.
 * - Note: without a secret the signature is empty, and the delivery refused. A form that has more fields than
 *   `payload` is refused too. Webhooks that are sent with GET are not read.
 * @see https://docs.gitea.com/features/webhooks
 */
export const gitea = defineScheme({
  name: 'gitea',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-gitea-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  // No JSON begins so, and no other field stands beside it unsigned.
  alternativeBody: (rawBody) => {
    const [, field] = /^payload=([^&]*)$/.exec(Buffer.from(rawBody).toString('latin1')) ?? []
    return field === undefined ? rawBody : Buffer.from(new URLSearchParams(`_=${field}`).get('_') ?? '')
  },
  formats: ['json', 'form'],
  event: { id: { header: 'x-gitea-delivery' }, type: { header: 'x-gitea-event' } },
})
