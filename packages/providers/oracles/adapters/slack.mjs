import { verifySlackRequest } from '@slack/bolt'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@slack/bolt', uses: 'verifySlackRequest' }

/** The signing secret of an app. */
export const secret = 'ce092e62ae5b9d7ec7ef3890b8a34dfd'

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  verifySlackRequest({ signingSecret: secret, headers, body: body.toString() })
  return true
}
