import Anthropic from '@anthropic-ai/sdk'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@anthropic-ai/sdk', uses: 'beta.webhooks.unwrap' }

export const secret = 'whsec_bskmpVO3Kn4caZUF5NGWjxECP2mYKQ13'

const client = new Anthropic({ apiKey: 'made up' })

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  client.beta.webhooks.unwrap(body.toString(), { headers, key: secret })
  return true
}
