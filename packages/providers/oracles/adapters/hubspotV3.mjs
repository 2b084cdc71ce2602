import { Signature } from '@hubspot/api-client'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@hubspot/api-client', uses: "Signature.isValid and getSignature, 'v3'" }
export const secret = '4f1c2a9e-7b3d-4e58-9c06-2d8a1f5b7e93'

/** Whether the SDK accepts a request. */
export function verify({ method, url, headers, body }, secret) {
  return Signature.isValid({
    signatureVersion: 'v3',
    signature: headers['x-hubspot-signature-v3'],
    timestamp: Number(headers['x-hubspot-request-timestamp']),
    clientSecret: secret,
    requestBody: body.toString(),
    method,
    url,
  })
}

/** Has the SDK sign a delivery. */
export function sign({ method, url, sentAt, body }, secret) {
  const signature = Signature.getSignature(method, 'v3', {
    clientSecret: secret,
    requestBody: body,
    url,
    timestamp: sentAt,
  })
  return {
    method,
    url,
    headers: {
      'content-type': 'application/json',
      'x-hubspot-request-timestamp': String(sentAt),
      'x-hubspot-signature-v3': signature,
    },
    body,
  }
}
