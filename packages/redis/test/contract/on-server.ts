import { setTimeout as delay } from 'node:timers/promises'
import { redisStore } from '@postern/redis'
import { testStoreContract } from '@postern/testing'
import { type RedisServer, startRedis } from '@postern/testing/redis-server'
import { clients } from '../clients.js'

let lastStore = 0

/** Registers the contract of stores for a client of one server. */
export function testOnServer(name: string): void {
  describe(name, () => {
    let server: RedisServer
    beforeAll(async () => {
      server = await startRedis()
    })
    afterAll(() => server.dispose())

    testStoreContract(async () => {
      const { client, close } = await clients[name]!(server.port)
      const store = redisStore(client, { keyPrefix: `store-${(lastStore += 1)}:` })
      return {
        store,
        passTime: (ms) => delay(ms),
        async dispose() {
          await close()
        },
      }
    })
  })
}
