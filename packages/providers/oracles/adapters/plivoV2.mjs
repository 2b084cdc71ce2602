import { validateSignature } from 'plivo'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'plivo', uses: 'validateSignature' }
export const secret = 'MjA3ZGU0ZmQ5YzA1N2I4ZDRhMWM3ZTkyZmI2MGQz'

export const body = 'CallUUID=97ceeb52-58b6-11e1-86da-77300b68f8bb&Duration=300'

export const request = { headers: { 'content-type': 'application/x-www-form-urlencoded' } }

/** The URL and the nonce are signed, and nothing of the body. */
export const checksBody = false

/** Whether the SDK accepts a request. */
export function verify({ url, headers }, secret) {
  return validateSignature(
    url,
    headers['x-plivo-signature-v2-nonce'],
    headers['x-plivo-signature-v2'],
    secret,
  )
}
