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
  // Whole 4096ths of a ms: the finest step of a number as large as epoch ms, so that sums are exact and a full burst passes.
  const intervalMs = Math.ceil((windowMs / limit) * 4096) / 4096
  const burstMs = intervalMs * burst
  // Further ahead than any delivery put it: the clock was set back. That must not close the gate for as long.
  const known = nextArrivalAt === undefined || nextArrivalAt > now + burstMs ? now : nextArrivalAt
  const next = Math.max(known, now) + intervalMs
  const aheadMs = next - now
  if (aheadMs > burstMs) return { allowed: false, retryAfterMs: Math.ceil(aheadMs - burstMs) }
  return {
    allowed: true,
    nextArrivalAt: next,
    remaining: Math.floor((burstMs - aheadMs) / intervalMs),
  }
}
