import { v2 as cloudinary } from 'cloudinary'

/** What verifies: the package, and what of it. */
export const oracle = {
  package: 'cloudinary',
  uses: 'utils.verifyNotificationSignature, utils.webhook_signature',
}
export const secret = 'x7Kp2QvT9mLr4NzB8cWd1YhJ6sF'

/** Whether the SDK accepts a request. */
export function verify({ headers, body }, secret) {
  cloudinary.config({ api_secret: secret })
  return cloudinary.utils.verifyNotificationSignature(
    body.toString(),
    Number(headers['x-cld-timestamp']),
    headers['x-cld-signature'],
  )
}

/** Has the SDK sign a delivery. */
export function sign({ method, url, sentAt, body }, secret) {
  const timestamp = Math.floor(sentAt / 1000)
  return {
    method,
    url,
    headers: {
      'content-type': 'application/json',
      'x-cld-timestamp': String(timestamp),
      'x-cld-signature': cloudinary.utils.webhook_signature(body, timestamp, { api_secret: secret }),
    },
    body,
  }
}
