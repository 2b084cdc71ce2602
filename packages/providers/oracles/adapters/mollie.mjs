import { SignatureValidator } from 'mollie-api-typescript'

/** What verifies: the package, and what of it. */
export const oracle = {
  package: 'mollie-api-typescript',
  uses: 'SignatureValidator.validate, .createSignature',
}

export const secret = 'b7d4b215b264e7f4dab41917f2cb66ab'

/** Whether the SDK accepts a request. A header that is repeated arrives joined by commas. */
export async function verify({ headers, body }, secret) {
  const signatures = headers['x-mollie-signature']?.split(/, */)
  return SignatureValidator.validate(body.toString(), secret, signatures)
}

/** Has the SDK sign a delivery. */
export async function sign({ method, url, body }, secret) {
  const headers = {
    'content-type': 'application/json',
    'x-mollie-signature': `sha256=${await SignatureValidator.createSignature(body, secret)}`,
  }
  return { method, url, headers, body }
}
