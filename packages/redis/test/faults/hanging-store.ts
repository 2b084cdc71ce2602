import type { DeliveryStore } from '@postern/core'
import { tell } from '@postern/testing/worker'

/** Where in its work with the store a receiver stops for ever. */
export type HangingPoint = 'after accept' | 'before complete' | 'after complete'

/** Tells the test when a call has come to this point, and never returns from it. */
export function hangingStore(store: DeliveryStore, point: HangingPoint): DeliveryStore {
  const hang = (id: string) => {
    tell({ kind: 'hangs', id, point })
    return new Promise<never>(() => undefined)
  }
  return {
    async accept(claim) {
      const admission = await store.accept(claim)
      return point === 'after accept' ? hang(claim.id) : admission
    },
    async complete(lease, retentionMs) {
      if (point === 'before complete') return hang(lease.id)
      const settlement = await store.complete(lease, retentionMs)
      return point === 'after complete' ? hang(lease.id) : settlement
    },
    extend: (lease, leaseMs) => store.extend(lease, leaseMs),
    release: (lease, retentionMs) => store.release(lease, retentionMs),
    forget: (source, id) => store.forget(source, id),
  }
}
