import { Resend } from 'resend'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'resend', uses: 'webhooks.verify' }

export const secret = 'whsec_f3NPDoqqi5w+ofJUz9YaH+pORg0TUCXC'

const resend = new Resend('re_made_up')

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  resend.webhooks.verify({
    payload: body.toString(),
    headers: {
      id: headers['svix-id'],
      timestamp: headers['svix-timestamp'],
      signature: headers['svix-signature'],
    },
    webhookSecret: secret,
  })
  return true
}
