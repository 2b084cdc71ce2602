import type { DeliveryStore } from '@postern/core'

/** How often each method of a store was called. */
export type StoreCalls = Record<'accept' | 'extend' | 'complete' | 'release' | 'forget', number>

/** Wraps a store and counts the calls of it. */
export function countingStore(store: DeliveryStore): DeliveryStore & { readonly calls: StoreCalls } {
  const calls: StoreCalls = { accept: 0, extend: 0, complete: 0, release: 0, forget: 0 }
  return {
    calls,
    accept(claim) {
      calls.accept += 1
      return store.accept(claim)
    },
    extend(lease, leaseMs) {
      calls.extend += 1
      return store.extend(lease, leaseMs)
    },
    complete(lease, retentionMs) {
      calls.complete += 1
      return store.complete(lease, retentionMs)
    },
    release(lease, retentionMs) {
      calls.release += 1
      return store.release(lease, retentionMs)
    },
    forget(source, id) {
      calls.forget += 1
      return store.forget(source, id)
    },
  }
}
