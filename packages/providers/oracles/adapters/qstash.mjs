import { Receiver } from '@upstash/qstash'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@upstash/qstash', uses: 'Receiver.verify' }
export const secret = 'sig_5Fz8qT2mXkV9rLw4NcYd7HbJ3sGp'

const nextSigningKey = 'sig_7Hb3JsGpYd9rLw4NcV2mXk5Fz8qT'

/** Whether the SDK accepts a request. */
export function verify({ url, headers, body }, secret) {
  const receiver = new Receiver({ currentSigningKey: secret, nextSigningKey })
  return receiver.verify({ signature: headers['upstash-signature'], body: body.toString(), url })
}
