import mailgun from 'mailgun-js'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'mailgun-js', uses: 'validateWebhook' }
export const secret = '3a7f9c1e5b2d8046a1c3e5f7092b4d6e'

/** The token is signed with the time: both, and their signature, go into `signature`. */
export const body = JSON.stringify({
  signature: { timestamp: '', token: '', signature: '' },
  'event-data': { id: 'G9Bn5sl1TC6nu79C8C0bwg', event: 'delivered' },
})

/** The timestamp and the token are signed, and nothing else of the body. */
export const checksBody = false

/** Whether the SDK accepts a request. A new client each time: one refuses a token that it has seen. */
export function verify({ headers, body }, secret) {
  const form = (headers['content-type'] ?? '').includes('urlencoded')
  const fields = form
    ? Object.fromEntries(new URLSearchParams(body.toString()))
    : JSON.parse(body.toString()).signature
  const client = mailgun({ apiKey: secret, domain: 'example.com', mute: true })
  return client.validateWebhook(fields.timestamp, fields.token, fields.signature)
}
