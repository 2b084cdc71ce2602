import { validateSignature } from '@line/bot-sdk'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@line/bot-sdk', uses: 'validateSignature' }

/** The secret of a channel. */
export const secret = '1bc55e0a9d5e27deea4628c5a4fe1037'

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  return validateSignature(body, secret, headers['x-line-signature'])
}
