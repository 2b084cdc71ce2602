import { hmac } from './_shopify.mjs'

export { oracle, secret, verify } from './_shopify.mjs'

/** The SDK refuses a request without these headers. */
export const request = {
  headers: {
    'x-shopify-topic': 'orders/create',
    'x-shopify-shop-domain': 'made-up.myshopify.com',
    'x-shopify-api-version': '2026-01',
    'x-shopify-webhook-id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
  },
}

export async function sign({ method, url, id, body }, secret) {
  const headers = {
    'content-type': 'application/json',
    ...request.headers,
    'x-shopify-webhook-id': id,
    'x-shopify-hmac-sha256': hmac(body, secret),
  }
  return { method, url, headers, body }
}
