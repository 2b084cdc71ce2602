import { defineCredential } from '@postern/core'

/**
 * Helius' webhooks.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the whole value of the authorization header that you chose when you made the webhook
 *   (`authHeader`).
 * - Event id: `$.0.signature`, **not signed**: that of the first transaction.
 * - Event type: `$.0.type`, **not signed**.
 * - Retries: up to three, a second or a minute apart, which Helius' pages differ on.
 * - Statuses: 200 within a second; 5xx and 4xx are tried again, 403 excepted.
 * - Note: raw webhooks have neither an id nor a type there: give the receiver an `eventId`. The payload is an
 *   array of transactions.
 * @see https://www.helius.dev/docs/faqs/webhooks
 */
export const helius = defineCredential({
  name: 'helius',
  credential: { header: 'authorization' },
  formats: ['json'],
  event: { id: '$.0.signature', type: '$.0.type' },
  retryWindowMs: 3 * 60 * 1000,
})
