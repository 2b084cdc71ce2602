import { defineScheme } from '@postern/core'

/**
 * Mercado Pago's webhooks.
 *
 * - Signed: `data.id` of the query, `x-request-id` and the timestamp, and **not the body**: whoever has seen one
 *   delivery can send another payload with it.
 * - Secret: the secret key, in Your integrations, the application, Webhooks.
 * - Event id: `$.id`, **not signed**.
 * - Event type: `$.type`, **not signed**.
 * - Retries: not known.
 * - Note: trust `data.id` of the query alone, if it is of letters and digits, and fetch what it names: one with a
 *   semicolon in it can have swallowed the request id. Notifications of QR codes are not signed at all, and are
 *   refused. The timestamp is in seconds or in milliseconds, and is read by its length.
 * @see https://www.mercadopago.com.mx/developers/es/docs/checkout-api-v2/notifications
 */
export const mercadopago = defineScheme({
  name: 'mercadopago',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'x-signature',
    format: { pairs: ',', signature: 'v1', timestamp: 'ts' },
    encoding: 'hex',
  },
  signs: '[id:{query:data.id};][request-id:{header:x-request-id};]ts:{timestamp};',
  bodySigned: false,
  timestamp: { from: 'signature', unit: 'auto' },
  formats: ['json'],
  event: { id: '$.id', type: '$.type' },
})
