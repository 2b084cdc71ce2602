import Orb from 'orb-billing'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'orb-billing', uses: 'webhooks.verifySignature, webhooks.signPayload' }
export const secret = 'c-k8nq2xv7wjm3tcb9'

const { webhooks } = new Orb({ apiKey: 'key' })

/** Whether the SDK accepts a request. */
export function verify({ headers, body }, secret) {
  webhooks.verifySignature(body.toString(), headers, secret)
  return true
}

/** Has the SDK sign a delivery. The timestamp is in UTC, and says no zone. */
export function sign({ method, url, sentAt, body }, secret) {
  const timestamp = new Date(sentAt).toISOString().replace('Z', '')
  return {
    method,
    url,
    headers: {
      'content-type': 'application/json',
      'x-orb-timestamp': timestamp,
      'x-orb-signature': webhooks.signPayload(body, { timestamp, secret }),
    },
    body,
  }
}
