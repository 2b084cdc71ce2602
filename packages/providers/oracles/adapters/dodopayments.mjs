import DodoPayments from 'dodopayments'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'dodopayments', uses: 'webhooks.unwrap' }

export const secret = 'whsec_5JFLfFN1VV1prxpfq0y9WLXnnxBNy17n'

const client = new DodoPayments({ bearerToken: 'made up' })

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  client.webhooks.unwrap(body.toString(), { headers, key: secret })
  return true
}
