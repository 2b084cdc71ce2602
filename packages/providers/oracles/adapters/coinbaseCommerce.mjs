import commerce from 'coinbase-commerce-node'

/** What verifies: the package, and what of it. */
export const oracle = {
  package: 'coinbase-commerce-node',
  uses: 'Webhook.verifyEventBody, Webhook.computeSignature',
}

export const secret = '30291a20-0bd1-4267-9b0f-e6e7b123c0bf'

/** The SDK asks for an `event`. */
export const body = JSON.stringify({
  id: 1,
  attempt_number: 1,
  event: { id: '24934862-d980-46cb-9402-43c81b0cdba6', type: 'charge:created', data: { code: '66BEOV2A' } },
})

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  commerce.Webhook.verifyEventBody(body.toString(), headers['x-cc-webhook-signature'], secret)
  return true
}

/** Has the SDK sign a delivery. */
export async function sign({ method, url, body }, secret) {
  const headers = {
    'content-type': 'application/json',
    'x-cc-webhook-signature': commerce.Webhook.computeSignature(body, secret),
  }
  return { method, url, headers, body }
}
