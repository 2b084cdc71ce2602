export { manualClock, type ManualClock } from './manual-clock.js'
export { claimOf, type StoreUnderTest, testStoreContract } from './store-contract.js'
