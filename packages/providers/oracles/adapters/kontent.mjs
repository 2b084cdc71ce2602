import { signatureHelper } from '@kontent-ai/webhook-helper'

/** What verifies: the package, and what of it. */
export const oracle = {
  package: '@kontent-ai/webhook-helper',
  uses: 'signatureHelper.isValidSignatureFromString, getHashFromString',
}
export const secret = 'u2vNCoRwEpNhtqKM6UuQ8yBxJzLdFsGa'

/** Whether the SDK accepts a request. */
export function verify({ headers, body }, secret) {
  return signatureHelper.isValidSignatureFromString(
    body.toString(),
    secret,
    headers['x-kontent-ai-signature'],
  )
}

/** Has the SDK sign a delivery. */
export function sign({ method, url, body }, secret) {
  const signature = signatureHelper.getHashFromString(body, secret)
  return {
    method,
    url,
    headers: { 'content-type': 'application/json', 'x-kontent-ai-signature': signature },
    body,
  }
}
