import Stripe from 'stripe'

/** What verifies: the package, and what of it. */
export const oracle = {
  package: 'stripe',
  uses: 'webhooks.constructEvent, webhooks.generateTestHeaderStringAsync',
}

export const secret = 'whsec_erfkqcwdvCtdSNQqxyT719DRmyCGfT6Y'

const stripe = new Stripe('sk_test_made_up')

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  stripe.webhooks.constructEvent(body, headers['stripe-signature'], secret)
  return true
}

/** Has the SDK sign a delivery. */
export async function sign({ method, url, sentAt, body }, secret) {
  const timestamp = Math.floor(sentAt / 1000)
  const signature = await stripe.webhooks.generateTestHeaderStringAsync({ payload: body, secret, timestamp })
  return { method, url, headers: { 'content-type': 'application/json', 'stripe-signature': signature }, body }
}
