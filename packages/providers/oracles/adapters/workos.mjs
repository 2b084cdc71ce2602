import { WorkOS } from '@workos-inc/node'

/** What verifies: the package, and what of it. */
export const oracle = {
  package: '@workos-inc/node',
  uses: 'webhooks.verifyHeader, webhooks.computeSignature',
}
export const secret = 'whs_9fK2mQ7xLr4TnV8zBd3YhC6wJ'

const workos = new WorkOS('sk_test_key')

/** Whether the SDK accepts a request. It signs the parsed payload, written again by JSON.stringify. */
export function verify({ headers, body }, secret) {
  const payload = JSON.parse(body.toString())
  return workos.webhooks.verifyHeader({ payload, sigHeader: headers['workos-signature'], secret })
}

/** Has the SDK sign a delivery. */
export async function sign({ method, url, sentAt, body }, secret) {
  const signature = await workos.webhooks.computeSignature(sentAt, JSON.parse(body), secret)
  return {
    method,
    url,
    headers: { 'content-type': 'application/json', 'workos-signature': `t=${sentAt}, v1=${signature}` },
    body,
  }
}
