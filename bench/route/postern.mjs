import { standardWebhooks } from '@postern/core'
import { redisStore } from '@postern/redis'
import { rateLimit, secret } from './application.mjs'

/** The options of Postern's contestants. */
export function posternOptions(contestant, redisUrl) {
  const scheme = standardWebhooks({ secrets: secret })
  if (contestant === 'verify') return { scheme, eventId: false }
  if (contestant === 'memory') return { scheme, rateLimit }
  return { scheme, rateLimit, store: redisStore(redisUrl) }
}
