import { hmac } from './_shopify.mjs'

export { oracle, secret, verify } from './_shopify.mjs'

/** The SDK refuses a request without these headers. */
export const request = {
  headers: {
    'shopify-topic': 'Product',
    'shopify-shop-domain': 'made-up.myshopify.com',
    'shopify-api-version': '2026-01',
    'shopify-webhook-id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
    'shopify-event-id': '98880550-7158-44d4-b7cd-2c97c8a091b5',
  },
}

export async function sign({ method, url, id, body }, secret) {
  const headers = {
    'content-type': 'application/json',
    ...request.headers,
    'shopify-event-id': id,
    'shopify-hmac-sha256': hmac(body, secret),
  }
  return { method, url, headers, body }
}
