import '@shopify/shopify-api/adapters/web-api'
import { LogSeverity, shopifyApi } from '@shopify/shopify-api'
import { getHmac } from '@shopify/shopify-api/test-helpers'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@shopify/shopify-api', uses: 'webhooks.validate, getHmac of test-helpers' }

/** The client secret of an app. */
export const secret = 'ec94e191a99d7599d2440f6c498aecc3'

/** Whether the SDK accepts a request. */
export async function verify({ method, url, headers, body }, secret) {
  const shopify = shopifyApi({
    apiKey: 'made up',
    apiSecretKey: secret,
    apiVersion: '2026-01',
    hostName: 'example.com',
    isEmbeddedApp: true,
    logger: { level: LogSeverity.Error },
  })
  const rawRequest = new Request(url, { method, headers, body })
  const { valid } = await shopify.webhooks.validate({ rawBody: body.toString(), rawRequest })
  return valid
}

/** Has the SDK sign a body. */
export function hmac(body, secret) {
  return getHmac(body, secret)
}
