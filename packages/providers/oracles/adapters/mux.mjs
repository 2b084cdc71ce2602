import Mux from '@mux/mux-node'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@mux/mux-node', uses: 'webhooks.verifySignature' }
export const secret = 'mux1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c'

const mux = new Mux({ tokenId: 'token', tokenSecret: 'token' })

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  await mux.webhooks.verifySignature(body.toString(), headers, secret)
  return true
}
