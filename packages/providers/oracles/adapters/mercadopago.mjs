import { WebhookSignatureValidator } from 'mercadopago'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'mercadopago', uses: 'WebhookSignatureValidator.validate' }
export const secret = '2b7e151628aed2a6abf7158809cf4f3c762e7160f38b4da56a784d9045190cfe'

/** The id in the query and the id of the request are signed. */
export const request = {
  url: 'https://example.com/webhooks?data.id=123456&type=payment',
  headers: { 'x-request-id': 'bb56a2f1-6aae-46ac-982e-9dcd3581d08e' },
}

/** Nothing of the body is signed. */
export const checksBody = false

/** Whether the SDK accepts a request. */
export function verify({ url, headers }, secret) {
  WebhookSignatureValidator.validate({
    xSignature: headers['x-signature'],
    xRequestId: headers['x-request-id'],
    dataId: new URL(url).searchParams.get('data.id'),
    secret,
  })
  return true
}
