import { WebhooksClient } from '@elevenlabs/elevenlabs-js/wrapper/webhooks.js'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@elevenlabs/elevenlabs-js', uses: 'webhooks.constructEvent' }
export const secret = 'wsec_5b1f0c7e9a3d4826b7f5e0c1d2a3948576ef1a2b3c4d5e6f7081920a1b2c3d4e'

const webhooks = new WebhooksClient({ apiKey: 'key' })

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  await webhooks.constructEvent(body.toString(), headers['elevenlabs-signature'], secret)
  return true
}
