import ModernTreasury from 'modern-treasury'

/** What verifies: the package, and what of it. */
export const oracle = {
  package: 'modern-treasury',
  uses: 'webhooks.validateSignature, webhooks.getSignature',
}
export const secret = 'whk-test-4c8f0a2e6b1d'

const { webhooks } = new ModernTreasury({ apiKey: 'key', organizationID: 'organization' })

/** Whether the SDK accepts a request. */
export function verify({ headers, body }, secret) {
  return webhooks.validateSignature(body.toString(), headers, { key: secret })
}

/** Has the SDK sign a delivery. */
export function sign({ method, url, id, body }, secret) {
  return {
    method,
    url,
    headers: {
      'content-type': 'application/json',
      'x-webhook-id': id,
      'x-signature': webhooks.getSignature(body, { key: secret }),
    },
    body,
  }
}
