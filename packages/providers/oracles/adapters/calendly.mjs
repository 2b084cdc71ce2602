import * as stripe from './stripe.mjs'

/** Calendly has no SDK that verifies; its header is written as Stripe's is. */
export const oracle = stripe.oracle

export const secret = 'ea9968674f13a72b90ac44f9eb1d136f'

export async function verify({ headers, body }, secret) {
  return stripe.verify(
    { headers: { 'stripe-signature': headers['calendly-webhook-signature'] }, body },
    secret,
  )
}

export async function sign(delivery, secret) {
  const { headers, ...request } = await stripe.sign(delivery, secret)
  const { 'stripe-signature': signature, ...others } = headers
  return { ...request, headers: { ...others, 'calendly-webhook-signature': signature } }
}
