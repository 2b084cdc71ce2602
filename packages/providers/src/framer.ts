import { randomBytes } from 'node:crypto'
import { defineScheme } from '@postern/core'

/**
 * Framer's form submissions.
 *
 * - Signed: the body and the id. There is no timestamp: a recording stays a duplicate for as long as its id
 *   is remembered.
 * - Secret: the one, of 32 characters or more, that you set on the form's webhook; it cannot be seen again.
 * - Event id: `framer-webhook-submission-id`, signed.
 * - Event type: none that is known.
 * - Retries: up to five.
 * - Statuses: 2xx; redirects are not followed.
 * - Note: nothing is signed unless a secret is set.
 * @see https://www.framer.com/help/articles/framer-form-webhook-setup
 */
export const framer = defineScheme({
  name: 'framer',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'framer-signature', format: { prefix: 'sha256=' }, encoding: 'hex' },
  // Nothing stands between the two: the body ends where JSON does, and an id has none of it.
  signs: ({ rawBody, id = '' }) =>
    rawBody.at(-1) === '}'.charCodeAt(0) && !id.includes('}')
      ? Buffer.concat([rawBody, Buffer.from(id, 'latin1')])
      : randomBytes(32),
  formats: ['json'],
  event: { id: { header: 'framer-webhook-submission-id' } },
})
