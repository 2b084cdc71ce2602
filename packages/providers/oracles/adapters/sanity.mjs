import { encodeSignatureHeader, isValidSignature } from '@sanity/webhook'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@sanity/webhook', uses: 'isValidSignature, encodeSignatureHeader' }
export const secret = 'a long secret of the editor'

/** Whether the SDK accepts a request. */
export function verify({ headers, body }, secret) {
  return isValidSignature(body.toString(), headers['sanity-webhook-signature'], secret)
}

/** Has the SDK sign a delivery. */
export async function sign({ method, url, id, sentAt, body }, secret) {
  const signature = await encodeSignatureHeader(body, sentAt, secret)
  return {
    method,
    url,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': id,
      'sanity-webhook-signature': signature,
    },
    body,
  }
}
