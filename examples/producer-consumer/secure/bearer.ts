import { createHash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from 'express'
import { Problem } from './problem.js'

/**
 * Lets through who shows the token, compared in constant time.
 * @see RFC 6750, 2.1 (the header), 3 (the challenge)
 */
export function requireBearer(token: string): RequestHandler {
  const expected = digest(`Bearer ${token}`)
  return function requireBearerMiddleware(req, _res, next) {
    const { authorization = '' } = req.headers
    if (timingSafeEqual(digest(authorization), expected)) next()
    else
      next(
        new Problem(401, 'Send the header Authorization: Bearer, with PRODUCER_TOKEN.', {
          'www-authenticate': 'Bearer',
        }),
      )
  }
}

/** Of one length, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
