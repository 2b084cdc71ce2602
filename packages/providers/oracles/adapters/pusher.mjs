import Pusher from 'pusher'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'pusher', uses: 'webhook().isValid, Token.sign' }
export const secret = '7ad3773142a6692b25b8'

const key = '278d425bdf160c739803'

/** The key of the app, which says which secret has signed. */
export const request = { headers: { 'x-pusher-key': key } }

/** The preset is told which secret belongs to the key. */
export const receiving = { secrets: { keyId: key, secret } }
export const sending = receiving

const pusherOf = (secret) => new Pusher({ appId: '3', key, secret })

/** Whether the SDK accepts a request. */
export function verify({ headers, body }, secret) {
  return pusherOf(secret).webhook({ headers, rawBody: body.toString() }).isValid()
}

/** Has the SDK sign a delivery. */
export function sign({ method, url, body }, secret) {
  const signature = new Pusher.Token(key, secret).sign(body)
  return {
    method,
    url,
    headers: { 'content-type': 'application/json', 'x-pusher-key': key, 'x-pusher-signature': signature },
    body,
  }
}
