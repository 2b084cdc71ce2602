export { claimOf } from './claims.js'
export { manualClock, type ManualClock } from './manual-clock.js'
export { testStoreContract } from './store-contract.js'
export type { StoreUnderTest } from './store-under-test.js'
