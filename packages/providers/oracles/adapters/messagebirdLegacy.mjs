import { parse } from 'node:querystring'
import signature from 'messagebird/lib/signature.js'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'messagebird', uses: 'signature: validate, generate' }
export const secret = 'PlLrKaqvZNRR5zAjm42ZT6q1SQxgbbGd'

const queryOf = (url) => parse(new URL(url).search.slice(1))

/** Whether the SDK accepts a request. */
export function verify({ url, headers, body }, secret) {
  return signature.validate({ headers, query: queryOf(url), body }, secret)
}

/** Has the SDK sign a delivery. */
export function sign({ method, url, sentAt, body }, secret) {
  const headers = {
    'content-type': 'application/json',
    'messagebird-request-timestamp': String(Math.floor(sentAt / 1000)),
  }
  const signed = signature.generate({ headers, query: queryOf(url), body: Buffer.from(body) }, secret)
  return { method, url, headers: { ...headers, 'messagebird-signature': signed.toString('base64') }, body }
}
