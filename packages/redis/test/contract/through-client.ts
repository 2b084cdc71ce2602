import { setTimeout as delay } from 'node:timers/promises'
import { redisStore } from '@postern/redis'
import { testStoreContract } from '@postern/testing'
import { startRedisCluster } from '@postern/testing/redis-cluster'
import { startRedis } from '@postern/testing/redis-server'
import { clients, clusterClients, type Connect } from '../clients.js'

interface Servers {
  readonly port: number
  dispose(): Promise<void>
}

/** Registers the contract of stores for a client of one server. */
export function testOnServer(name: keyof typeof clients): void {
  testOn(name, startRedis, clients[name])
}

/** Registers the contract of stores for a client of a cluster. */
export function testOnCluster(name: keyof typeof clusterClients): void {
  testOn(name, startCluster, clusterClients[name])
}

async function startCluster(): Promise<Servers> {
  const cluster = await startRedisCluster()
  return { port: cluster.nodes[0]!.port, dispose: () => cluster.dispose() }
}

let lastStore = 0

function testOn(name: string, start: () => Promise<Servers>, connect: Connect): void {
  describe(name, () => {
    let servers: Servers
    beforeAll(async () => {
      servers = await start()
    })
    afterAll(() => servers.dispose())

    testStoreContract(async () => {
      const { client, close } = await connect(servers.port)
      return {
        store: redisStore(client, { keyPrefix: `store-${(lastStore += 1)}:`, deadlineMs: 5000 }),
        passTime: (ms) => delay(ms + 2),
        dispose: async () => {
          await close()
        },
      }
    })
  })
}
