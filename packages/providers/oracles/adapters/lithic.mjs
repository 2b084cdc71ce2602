import Lithic from 'lithic'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'lithic', uses: 'webhooks.verifySignature' }

export const secret = 'whsec_KCviX+hZsYDB9LctmG3NQDs2HhZx14ZS'

const client = new Lithic({ apiKey: 'made up' })

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  client.webhooks.verifySignature(body.toString(), headers, secret)
  return true
}
