import { WebflowClient } from 'webflow-api'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'webflow-api', uses: 'webhooks.verifySignature' }
export const secret = '9c4e1b7a3f6d2085e9c4e1b7a3f6d2085e9c4e1b7a3f6d2085e9c4e1b7a3f6d2'

const { webhooks } = new WebflowClient({ accessToken: 'token' })

/** Whether the SDK accepts a request. It leaves the age of the timestamp to the caller. */
export function verify({ headers, body }, secret) {
  return webhooks.verifySignature({ headers, body: body.toString(), secret })
}
