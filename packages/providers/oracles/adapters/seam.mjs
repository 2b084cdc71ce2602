import { SeamWebhook } from '@seamapi/webhook'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@seamapi/webhook', uses: 'SeamWebhook.verify' }

export const secret = 'whsec_Rv1jWy/iuZZ/1OXZ+e7LOLJcT3iFEDB3'

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  new SeamWebhook(secret).verify(body.toString(), headers)
  return true
}
