import { hmacValidator } from '@adyen/api-library'

/** What verifies: the package, and what of it. */
export const oracle = {
  package: '@adyen/api-library',
  uses: 'hmacValidator.validateHMACSignature, .calculateHmac',
}

export const secret = 'DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00'

const validator = new hmacValidator()

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  return validator.validateHMACSignature(secret, headers.hmacsignature, body.toString())
}

/** Has the SDK sign a delivery. */
export async function sign({ method, url, body }, secret) {
  const headers = {
    'content-type': 'application/json',
    protocol: 'HmacSHA256',
    hmacsignature: validator.calculateHmac(body, secret),
  }
  return { method, url, headers, body }
}
