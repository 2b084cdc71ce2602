import { Webhook } from 'svix'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'svix', uses: 'Webhook.verify, Webhook.sign' }

export const secret = 'whsec_/WQKrlbTxxkB5BK0Uv2T55xDUGjauw80'

/** Whether Svix's library accepts a request. */
export async function verify({ headers, body }, secret) {
  new Webhook(secret).verify(body, headers)
  return true
}

/** Has Svix's library sign a delivery. */
export async function sign({ method, url, id, sentAt, body }, secret) {
  const headers = {
    'content-type': 'application/json',
    'svix-id': id,
    'svix-timestamp': String(Math.floor(sentAt / 1000)),
    'svix-signature': new Webhook(secret).sign(id, new Date(sentAt), body),
  }
  return { method, url, headers, body }
}
