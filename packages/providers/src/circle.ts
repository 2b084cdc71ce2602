import { defineScheme } from '@postern/core'

/**
 * Circle's notifications of version 2: Wallets, Contracts, CPN payments, Gateway and StableFX.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: none. `keys` is `perTenant`, by the header `x-circle-key-id`: it fetches
 *   `/v2/notifications/publicKey/{id}` of the product with an API key, and gives `{ kid: id, key: publicKey }`, in
 *   base64 as Circle has it.
 * - Event id: `$.notificationId`, signed.
 * - Event type: `$.notificationType`, signed.
 * - Retries: eleven within about 36 hours (CPN).
 * - Statuses: any 2xx.
 * - Handshake: `HEAD`, without a signature, is answered 200. Let the route take it beside `POST`.
 * - Note: the header is anyone's to write: let it be part of no URL before it looks like an id (a UUID). Products
 *   of version 1, such as Mint, sign otherwise.
 * @see https://developers.circle.com/api-reference/verify-webhook-signatures
 */
export const circle = defineScheme({
  name: 'circle',
  algorithm: 'ecdsa-p256-sha256',
  keyFormat: 'base64',
  keyId: { header: 'x-circle-key-id' },
  signature: { header: 'x-circle-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.notificationId', type: '$.notificationType' },
  handshake: { signed: false, method: 'HEAD', when: {}, answer: {} },
  retryWindowMs: 37 * 60 * 60 * 1000,
})
