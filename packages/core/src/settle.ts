import { setTimeout as delay } from 'node:timers/promises'
import { reportSettlement, type SettlementEvent } from './diagnostics.js'
import type { Endpoint } from './endpoint.js'
import type { Lease } from './lease.js'
import type { Settlement } from './store.js'

/** How a lease ended: as told, or lost before (`stale`, `gone`), or unknown because the store was out of reach. */
export type SettlementOutcome = SettlementEvent['outcome']

/** Waits between tries, in ms: two seconds in all. The work is done; only the note of it is at stake. */
const backoffMs = [50, 100, 250, 500, 1100]

/** Ends a lease: `complete` after the handler succeeded, `release` in any other case. Never rejects. */
export async function settle(
  { clock, store, leases }: Endpoint,
  lease: Lease,
  verdict: 'complete' | 'release',
): Promise<SettlementOutcome> {
  const { claim, admission, acquiredAt } = lease
  const endedAt = clock.now()
  leases.drop(lease)
  const settlement = await tryRepeatedly(() => store[verdict](claim, claim.retentionMs))
  const outcome = settlement === 'ok' ? (verdict === 'complete' ? 'completed' : 'released') : settlement
  if (outcome === 'stale' || outcome === 'gone') lease.lose()
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

async function tryRepeatedly(settle: () => Promise<Settlement>): Promise<Settlement | 'failed'> {
  for (const waitMs of [...backoffMs, undefined]) {
    try {
      return await settle()
    } catch {
      if (waitMs === undefined) break
      await delay(waitMs)
    }
  }
  return 'failed'
}
