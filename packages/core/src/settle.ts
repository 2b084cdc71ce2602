import { setTimeout as delay } from 'node:timers/promises'
import { reportSettlement, settlementsAreObserved, type SettlementEvent } from './diagnostics.js'
import type { Endpoint } from './endpoint.js'
import type { Lease } from './lease.js'
import type { Settlement } from './store.js'

/** How a lease ended: as told, or lost before (`stale`, `gone`), or unknown because the store was out of reach. */
export type SettlementOutcome = SettlementEvent['outcome']

/** How long a settlement is tried. The work is done; only the note of it is at stake. */
const patienceMs = 2000

/** Ends a lease: `complete` after the handler succeeded, `release` in any other case. Never rejects. */
export async function settle(
  { clock, store, leases }: Endpoint,
  lease: Lease,
  verdict: 'complete' | 'release',
): Promise<SettlementOutcome> {
  const { claim, admission, acquiredAt } = lease
  const endedAt = clock.now()
  leases.drop(lease)
  const triedUntil = performance.now() + patienceMs
  let settlement: Settlement | 'failed'
  try {
    settlement = await store[verdict](claim, claim.retentionMs)
  } catch {
    settlement = await tryAgain(() => store[verdict](claim, claim.retentionMs), triedUntil)
  }
  const outcome = settlement === 'ok' ? (verdict === 'complete' ? 'completed' : 'released') : settlement
  if (outcome === 'stale' || outcome === 'gone') lease.lose()
  if (!settlementsAreObserved()) return outcome
  reportSettlement({
    source: claim.source,
    id: claim.id,
    outcome,
    attempt: admission.attempt,
    fence: admission.fence,
    leased: true,
    handlerMs: endedAt - acquiredAt,
    storeMs: clock.now() - endedAt,
  })
  return outcome
}

async function tryAgain(settle: () => Promise<Settlement>, until: number): Promise<Settlement | 'failed'> {
  for (let waitMs = 50; ; waitMs *= 2) {
    const leftMs = until - performance.now()
    if (leftMs <= 0) return 'failed'
    await delay(Math.min(waitMs, leftMs))
    try {
      return await settle()
    } catch {
      // Once more, as long as there is time.
    }
  }
}
