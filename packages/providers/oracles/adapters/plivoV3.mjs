import { parse } from 'node:querystring'
import { validateV3Signature } from 'plivo'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'plivo', uses: 'validateV3Signature' }
export const secret = 'MjA3ZGU0ZmQ5YzA1N2I4ZDRhMWM3ZTkyZmI2MGQz'

/** A form, whose fields are signed. */
export const body = 'CallUUID=97ceeb52-58b6-11e1-86da-77300b68f8bb&Duration=300'

export const request = { headers: { 'content-type': 'application/x-www-form-urlencoded' } }

/** Whether the SDK accepts a request. */
export function verify({ method, url, headers, body }, secret) {
  return validateV3Signature(
    method,
    url,
    headers['x-plivo-signature-v3-nonce'],
    secret,
    headers['x-plivo-signature-v3'],
    parse(body.toString()),
  )
}
