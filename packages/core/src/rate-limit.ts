import { atLeastOne, nonEmptyText, positive, refuseUnknown } from './check-option.js'
import type { DecodedDelivery, RateLimitOptions } from './options.js'
import type { DeliveryStore, Quota } from './store.js'

/** Says which quota a delivery counts towards. */
export type QuotaOf = (delivery: DecodedDelivery) => Quota

/**
 * Checks a receiver's rate limit.
 * @returns `undefined` when there is none
 * @throws TypeError for options that are wrong or unknown, and for a store that keeps no quotas
 */
export function compileRateLimit(
  options: RateLimitOptions | false | undefined,
  { keepsQuotas = true }: DeliveryStore,
): QuotaOf | undefined {
  if (options === undefined || options === false) return undefined
  if (!keepsQuotas) throw new TypeError('Postern: the store, as it is set up, cannot count a rateLimit.')
  refuseUnknown(options, ['limit', 'windowMs', 'burst', 'key'], 'Postern: rateLimit')
  const { key } = options
  const limit = positive(options.limit, 'Postern: rateLimit.limit')
  const quota = {
    key: '',
    limit,
    windowMs: positive(options.windowMs, 'Postern: rateLimit.windowMs'),
    burst: atLeastOne(options.burst ?? Math.max(1, limit), 'Postern: rateLimit.burst'),
  }
  if (key === undefined) return () => quota
  return (delivery) => ({ ...quota, key: nonEmptyText(key(delivery), 'rateLimit.key') })
}
