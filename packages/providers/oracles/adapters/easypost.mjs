import EasyPostClient from '@easypost/api'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@easypost/api', uses: 'Utils.validateWebhook' }
export const secret = 'sécret of the webhook'

const client = new EasyPostClient('EZTKtest')

/**
 * Whether the SDK accepts a request. It writes a whole number under "weight" with `.0` before it hashes:
 * EasyPost sends it so.
 */
export function verify({ headers, body }, secret) {
  client.Utils.validateWebhook(body, headers, secret)
  return true
}
