import type { DeliveryRecord, StoreModel } from './store-model.js'

/** What the store and the receiver do. The protocol has one set of rules; weakened variants change one of them. */
export interface Rules {
  readonly store: StoreModel
  /** How many attempts there may be at a time. */
  readonly attempts: number
  /** How often the client sends a claim again when no answer came. */
  readonly resends: number
  /** How often the receiver sends a settlement. */
  readonly tries: number
  readonly whenInFlight: 'refuse' | 'acknowledge'
  /** When the receiver does not know whether the store took the claim. */
  readonly whenUnknown: 'refuse' | 'run'
  readonly whenThrown: 'release' | 'complete'
  /** The state in which a record can be lost: evicted, forgotten too early, or not copied before a fail-over. */
  readonly losesRecord: DeliveryRecord['state'] | 'never'
  readonly acknowledges: 'after success' | 'on admission'
}
