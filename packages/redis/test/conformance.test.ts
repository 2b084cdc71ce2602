import { setTimeout as delay } from 'node:timers/promises'
import { cleanUp } from '@postern/testing/clean-up'
import { testStoreConformance } from './protocol/store-conformance.js'
import { serverOfThisFile, storeOn } from './store-on-redis.js'

const server = serverOfThisFile()
afterEach(cleanUp)

testStoreConformance(() => ({ store: storeOn(server().port), passTime: (ms) => delay(ms + 1) }))
