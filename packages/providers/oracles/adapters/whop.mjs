import Whop from '@whop/sdk'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@whop/sdk', uses: 'webhooks.unwrap' }

export const secret = 'ws_277d167b09e32a485f04841c59ee560b277d167b09e32a485f04841c59ee560b'

const client = new Whop({ apiKey: 'made up' })

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  // Whop's guide has the key be the secret in base64.
  client.webhooks.unwrap(body.toString(), { headers, key: btoa(secret) })
  return true
}
