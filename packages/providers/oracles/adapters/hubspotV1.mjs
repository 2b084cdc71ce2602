import { Signature } from '@hubspot/api-client'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@hubspot/api-client', uses: "Signature.isValid and getSignature, 'v1'" }
export const secret = '4f1c2a9e-7b3d-4e58-9c06-2d8a1f5b7e93'

/** Whether the SDK accepts a request. */
export function verify({ method, url, headers, body }, secret) {
  return Signature.isValid({
    signatureVersion: 'v1',
    signature: headers['x-hubspot-signature'],
    clientSecret: secret,
    requestBody: body.toString(),
    method,
    url,
  })
}

/** Has the SDK sign a delivery. */
export function sign({ method, url, body }, secret) {
  const signature = Signature.getSignature(method, 'v1', { clientSecret: secret, requestBody: body })
  return {
    method,
    url,
    headers: {
      'content-type': 'application/json',
      'x-hubspot-signature': signature,
      'x-hubspot-signature-version': 'v1',
    },
    body,
  }
}
