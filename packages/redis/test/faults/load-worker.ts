import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { RedisClient } from '@postern/redis'
import { redisStore } from '@postern/redis'
import { handleWebhook } from '@postern/fastify'
import { scheme } from '@postern/testing/sender'
import { onTold, tell, workerArgument } from '@postern/testing/worker'
import Fastify from 'fastify'
import { Redis } from 'ioredis'
import { createClient } from 'redis6'

/** Which client a receiver under load has. */
export type LoadClient = keyof typeof clients

/** What a receiver under load tells when it is asked. */
export interface LoadReport {
  readonly runs: number
  /** The delay of the event loop since the last report, its 99th percentile. */
  readonly loopDelayMs: number
}

const { port, client } = workerArgument() as { port: number; client: LoadClient }
const url = `redis://127.0.0.1:${port}`

const clients = {
  'a URL': () => url,
  'ioredis with all defaults': () => quiet(new Redis(url)),
  'ioredis that resends nothing': () => quiet(new Redis(url, { autoResendUnfulfilledCommands: false })),
  async 'node-redis with all defaults'() {
    const nodeRedis = quiet(createClient({ url }))
    await nodeRedis.connect()
    return nodeRedis
  },
} satisfies Record<string, () => RedisClient | string | Promise<RedisClient>>

function quiet<Client extends { on(name: 'error', listener: () => void): unknown }>(one: Client): Client {
  one.on('error', () => undefined)
  return one
}

let runs = 0
const loopDelay = monitorEventLoopDelay({ resolution: 5 })
loopDelay.enable()
onTold(() => {
  tell({ kind: 'report', runs, loopDelayMs: loopDelay.percentile(99) / 1e6 - 5 })
  loopDelay.reset()
})

const app = Fastify()
await app.register(handleWebhook, {
  url: '/webhook',
  scheme,
  store: redisStore(await clients[client]()),
  handler() {
    runs += 1
  },
})
const address = await app.listen({ port: 0, host: '127.0.0.1' })
tell({ kind: 'ready', url: `${address}/webhook` })
