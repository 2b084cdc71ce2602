import type { DeliveryStore, LeaseRef } from '@postern/core'
import type { Ledger } from './ledger.js'
import { monotonicMs } from './monotonic-ms.js'

/** Passes everything on to a store, and notes what it is asked for, and the leases that it gives and renews. */
export function notingStore(store: DeliveryStore, ledger: Ledger): DeliveryStore {
  const fences = new Map<string, number>()

  function settle(verb: 'complete' | 'release') {
    return (lease: LeaseRef, retentionMs: number) => {
      fences.delete(lease.token)
      return store[verb](lease, retentionMs)
    }
  }

  return {
    async accept(claim) {
      const { id, token } = claim
      const claimedAt = monotonicMs()
      ledger.note({ kind: 'claimed', id, at: claimedAt })
      const admission = await store.accept(claim)
      if (admission.kind === 'admitted') {
        const { fence, takeover } = admission
        fences.set(token, fence)
        ledger.note({ kind: 'admitted', id, fence, takeover, claimedAt, at: monotonicMs() })
      } else ledger.note({ kind: 'refused', id, at: monotonicMs() })
      return admission
    },
    async extend(lease, leaseMs) {
      const at = monotonicMs()
      const fence = fences.get(lease.token)
      const settlement = await store.extend(lease, leaseMs)
      if (settlement === 'ok' && fence !== undefined)
        ledger.note({ kind: 'renewed', id: lease.id, fence, at })
      return settlement
    },
    complete: settle('complete'),
    release: settle('release'),
    forget: (source, id) => store.forget(source, id),
  }
}
