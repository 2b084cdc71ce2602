import type { DeliveryStore } from '@postern/core'

/** A store under test. */
export interface StoreUnderTest {
  readonly store: DeliveryStore
  /** Lets the store's own time pass. */
  readonly passTime: (ms: number) => Promise<void> | void
  readonly dispose?: () => Promise<void>
}
