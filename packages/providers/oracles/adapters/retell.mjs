import { sign as signBody, verify as verifyBody } from 'retell-sdk'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'retell-sdk', uses: 'verify, sign' }
export const secret = 'key_1f2e3d4c5b6a79880716253443f2'

/** Whether the SDK accepts a request. */
export function verify({ headers, body }, secret) {
  return verifyBody(body.toString(), secret, headers['x-retell-signature'])
}

/** Has the SDK sign a delivery. It signs at its own clock's time. */
export async function sign({ method, url, body }, secret) {
  const signature = await signBody(body, secret)
  return {
    method,
    url,
    headers: { 'content-type': 'application/json', 'x-retell-signature': signature },
    body,
  }
}
