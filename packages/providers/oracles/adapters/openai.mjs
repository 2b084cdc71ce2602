import OpenAI from 'openai'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'openai', uses: 'webhooks.verifySignature' }

export const secret = 'whsec_rfOz74bO7/9uz63IIN4FqFLJV0eebYmh'

const client = new OpenAI({ apiKey: 'made up' })

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  await client.webhooks.verifySignature(body.toString(), headers, secret)
  return true
}
