import { WebhooksManager } from 'box-node-sdk/managers/webhooks'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'box-node-sdk', uses: 'WebhooksManager.validateMessage' }
export const secret = 'Fd28OJrZ8oNxkgmS7TbjXNgrG8v4RpWq'

/** Whether the SDK accepts a request. */
export function verify({ headers, body }, secret) {
  return WebhooksManager.validateMessage(body.toString(), headers, secret)
}
