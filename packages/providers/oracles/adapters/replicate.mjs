import { validateWebhook } from 'replicate'

/** What verifies: the package, and what of it. It looks at no clock. */
export const oracle = { package: 'replicate', uses: 'validateWebhook' }

export const secret = 'whsec_XAgEBLRxxZ3id2yMec0oHT1XmqPE7DYm'

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  return validateWebhook({
    id: headers['webhook-id'],
    timestamp: headers['webhook-timestamp'],
    signature: headers['webhook-signature'],
    body: body.toString(),
    secret,
  })
}
