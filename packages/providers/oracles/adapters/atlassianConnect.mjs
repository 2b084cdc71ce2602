import atlassian from '@atlassian/atlassian-jwt'

const { createQueryStringHash, decodeSymmetric, encodeSymmetric, fromMethodAndUrl } = atlassian

/** What verifies: the package, and what of it. That the hash is the request's, and the token in force, is compared here. */
export const oracle = {
  package: '@atlassian/atlassian-jwt',
  uses: 'createQueryStringHash, decodeSymmetric, encodeSymmetric',
}
export const secret = 'VvTLkzcN+made/up/shared+secret/2Yw7hXbq1A'

/** Each of what the canonical form changes. */
export const request = {
  url: "https://hooks.example.com/connect/a&b/c/?z&q=%c3%bc'(!)&p=x&a=b+c*%20d&p=2%2C3&p=1&B=%7E~&jwt=ignored",
}
export const options = { basePath: '/connect' }

/** The token says nothing of the body. */
export const checksBody = false

const baseUrl = 'https://hooks.example.com/connect'
const hashOf = ({ method, url }) => createQueryStringHash(fromMethodAndUrl(method, url), false, baseUrl)

/** Whether the library accepts a request. */
export function verify({ method, url, headers }, secret) {
  const { qsh, exp } = decodeSymmetric(headers.authorization.replace('JWT ', ''), secret, 'HS256')
  return qsh === hashOf({ method, url }) && exp * 1000 > Date.now()
}

/** Has the library make the token of a delivery. */
export function sign({ method, url, sentAt, headers, body }, secret) {
  const iat = Math.floor(sentAt / 1000)
  const claims = { iss: 'made-up-client-key', iat, exp: iat + 180, qsh: hashOf({ method, url }) }
  return {
    method,
    url,
    headers: { ...headers, authorization: `JWT ${encodeSymmetric(claims, secret)}` },
    body,
  }
}
