import Razorpay from 'razorpay'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'razorpay', uses: 'Razorpay.validateWebhookSignature' }

export const secret = '0d80db13d11aae8e'

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  return Razorpay.validateWebhookSignature(body.toString(), headers['x-razorpay-signature'], secret)
}
