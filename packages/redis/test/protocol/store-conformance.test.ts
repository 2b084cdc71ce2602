import { memoryStore } from '@postern/core'
import { manualClock } from '@postern/testing'
import { testStoreConformance } from './store-conformance.js'

testStoreConformance(() => {
  const clock = manualClock()
  return {
    store: memoryStore({ clock }),
    passTime(ms) {
      clock.advance(ms)
    },
  }
})
