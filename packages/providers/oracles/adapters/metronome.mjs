import Metronome from '@metronome/sdk'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@metronome/sdk', uses: 'webhooks.verifySignature, webhooks.signPayload' }
export const secret = 'correct-horse-battery-staple'

const { webhooks } = new Metronome({ bearerToken: 'token' })

/** Whether the SDK accepts a request. */
export function verify({ headers, body }, secret) {
  webhooks.verifySignature(body.toString(), headers, secret)
  return true
}

/** Has the SDK sign a delivery. */
export function sign({ method, url, sentAt, body }, secret) {
  const date = new Date(sentAt).toUTCString()
  return {
    method,
    url,
    headers: {
      'content-type': 'application/json',
      'x-metronome-date': date,
      'metronome-webhook-signature': webhooks.signPayload(body, { date, secret }),
    },
    body,
  }
}
