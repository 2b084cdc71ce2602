import { defineCredential } from '@postern/core'

/**
 * SparkPost's event webhooks, with Basic authentication.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the user and the password of the webhook's Basic authentication, as `user:password`.
 * - Event id: `x-messagesystems-batch-id`, **not signed**. It is that of the batch: each event in it has its own.
 * - Event type: none that is known: a batch has events of several types.
 * - Retries: for eight hours, at growing intervals.
 * - Statuses: 2xx within ten seconds.
 * - Note: the payload is an array of `{ msys: { ... } }`; that of a test has an empty `msys`. Webhooks with OAuth
 *   2 are not covered.
 * @see https://developers.sparkpost.com/api/webhooks/
 */
export const sparkpost = defineCredential({
  name: 'sparkpost',
  credential: { header: 'authorization' },
  prefix: 'basic',
  formats: ['json'],
  event: { id: { header: 'x-messagesystems-batch-id' } },
  retryWindowMs: 8 * 60 * 60 * 1000,
})
