import { Webhook } from 'standardwebhooks'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'standardwebhooks', uses: 'Webhook.verify, Webhook.sign' }

export const secret = 'whsec_1FOXpeRB0f1f8ES/MqC5fOCFDmGjfJbz'

/** Whether the reference library accepts a request. */
export async function verify({ headers, body }, secret) {
  new Webhook(secret).verify(body, headers, { jsonParse: false })
  return true
}

/** Has the reference library sign a delivery. */
export async function sign({ method, url, id, sentAt, body }, secret) {
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, new Date(sentAt), body),
  }
  return { method, url, headers, body }
}
