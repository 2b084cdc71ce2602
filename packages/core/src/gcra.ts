import type { Quota } from './store.js'

/** What the rate limiter decides. */
export type QuotaDecision =
  | { readonly allowed: true; readonly nextArrivalAt: number; readonly remaining: number }
  | { readonly allowed: false; readonly retryAfterMs: number }

/**
 * The generic cell rate algorithm: one number for each key, the instant at which the next delivery would arrive
 * if all came evenly. Never more than `burst + limit / windowMs * t` pass in any time `t`, at no boundary.
 * @param nextArrivalAt - the stored number (epoch ms), `undefined` for a key not seen before
 */
export function takeFromQuota(
  nextArrivalAt: number | undefined,
  now: number,
  { limit, windowMs, burst }: Omit<Quota, 'key'>,
): QuotaDecision {
  const intervalMs = windowMs / limit
  const next = Math.max(nextArrivalAt ?? now, now) + intervalMs
  const aheadMs = next - now
  const burstMs = intervalMs * burst
  // Sums of fractions differ from their product in the last digit; a full burst must still pass.
  if (aheadMs > burstMs + intervalMs * 1e-6)
    return { allowed: false, retryAfterMs: Math.ceil(aheadMs - burstMs) }
  return {
    allowed: true,
    nextArrivalAt: next,
    remaining: Math.floor((burstMs - aheadMs) / intervalMs + 1e-6),
  }
}
