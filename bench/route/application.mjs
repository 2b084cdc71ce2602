import { Redis } from 'ioredis'
import { RateLimiterRedis } from 'rate-limiter-flexible'
import { Webhook } from 'standardwebhooks'

export const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
export const retentionMs = 7 * 24 * 60 * 60 * 1000

/** High enough to count every delivery and refuse none. */
export const rateLimit = { limit: 1_000_000_000, windowMs: 60_000 }

/** What a route stands on that is made by hand of the usual packages, with the same Redis. */
export function handMade(redisUrl) {
  const redis = new Redis(redisUrl)
  const { limit, windowMs } = rateLimit
  const limiter = new RateLimiterRedis({ storeClient: redis, points: limit, duration: windowMs / 1000 })
  const webhook = new Webhook(secret)
  return {
    redis,
    verify: (rawBody, headers) => webhook.verify(rawBody, headers),
    countRequest: () => limiter.consume('standard-webhooks'),
    /** Whether the event is new. */
    async claim(id) {
      return (await redis.set(`webhook:${id}`, '1', 'PX', retentionMs, 'NX')) === 'OK'
    },
  }
}
