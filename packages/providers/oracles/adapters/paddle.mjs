import { Paddle } from '@paddle/paddle-node-sdk'

/** What verifies: the package, and what of it. It accepts timestamps of the last five seconds. */
export const oracle = { package: '@paddle/paddle-node-sdk', uses: 'webhooks.isSignatureValid' }

export const secret = 'pdl_ntfset_01gkdqyjvzzthq6pm5hnk1m2nq_8sVnKGXkq0YHJbdOmBwbvGVhqKkDOq9j'

const paddle = new Paddle('made up')

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  return paddle.webhooks.isSignatureValid(body.toString(), secret, headers['paddle-signature'])
}
