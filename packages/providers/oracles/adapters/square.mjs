import { WebhooksHelper } from 'square'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'square', uses: 'WebhooksHelper.verifySignature' }

/** The signature key of a subscription. */
export const secret = 'Ibxx_5AKakO-3qeNVR61Dw'

/** Whether the SDK accepts a request, whose URL is the one that the subscription has. */
export async function verify({ url, headers, body }, secret) {
  return WebhooksHelper.verifySignature({
    requestBody: body.toString(),
    signatureHeader: headers['x-square-hmacsha256-signature'],
    signatureKey: secret,
    notificationUrl: url,
  })
}
