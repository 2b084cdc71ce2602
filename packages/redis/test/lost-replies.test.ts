import { once } from 'node:events'
import type { DeliveryStore, Webhook } from '@postern/core'
import { redisStore } from '@postern/redis'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { commandCounts } from '@postern/testing/command-counts'
import { eventually } from '@postern/testing/eventually'
import type { RouteAnswer } from '@postern/testing/framework'
import { frameworks, serve } from '@postern/testing/frameworks'
import { observe } from '@postern/testing/observe'
import { post, scheme, sign } from '@postern/testing/sender'
import { startTcpProxy, type TcpProxy } from '@postern/testing/tcp-proxy'
import { createClient } from 'redis6'
import { setNxStore } from './set-nx-store.js'
import { type ClientOptions, connect, serverOfThisFile } from './store-on-redis.js'

const server = serverOfThisFile()
afterEach(cleanUp)

let proxy: TcpProxy
beforeEach(async () => {
  proxy = await startTcpProxy(server().port)
  onCleanUp(() => proxy.dispose())
})

// Time to reconnect on a busy machine; less than a settlement is tried for.
const options = { deadlineMs: 1000 }

async function byIoredis(client: ClientOptions): Promise<DeliveryStore> {
  const connected = connect(proxy.port, client)
  await once(connected, 'ready')
  return redisStore(connected, options)
}

const silentIoredis = () => byIoredis({ autoResendUnfulfilledCommands: false })

const stores = [
  { name: 'ioredis, which sends again by itself', storeOf: () => byIoredis({}) },
  {
    name: 'the connection of a URL',
    storeOf() {
      const store = redisStore(`redis://127.0.0.1:${proxy.port}`, options)
      onCleanUp(() => store.close())
      return Promise.resolve(store)
    },
  },
  {
    name: 'node-redis 6',
    async storeOf() {
      const client = createClient({ url: `redis://127.0.0.1:${proxy.port}` }).on('error', () => undefined)
      await client.connect()
      onCleanUp(() => {
        client.destroy()
      })
      return redisStore(client, options)
    },
  },
]

/** A receiver with this store, which the server has run the scripts of. */
async function receiverWith(store: DeliveryStore) {
  const express = frameworks.find(({ name }) => name === 'Express 5')!
  const attempts: number[] = []
  let status = 204
  const url = await serve(express, {
    options: { scheme, store, onRejected: () => undefined },
    route({ id, attempt }: Webhook, answer: RouteAnswer) {
      if (id === 'evt_1') attempts.push(attempt)
      answer.status(id === 'evt_1' ? status : 204)
    },
  })
  const settlements = observe('postern:settlement')
  await post(url, sign({ id: 'evt_0' }))
  await settlements.first(1)
  await server().command('CONFIG', 'RESETSTAT')
  return {
    attempts,
    deliver: () => post(url, sign()),
    answerWith: (next: number) => {
      status = next
    },
    /** How the runs were settled. */
    settled: async (count: number) => (await settlements.first(count + 1)).slice(1),
  }
}

/** Once the command that has these words is run, the reply to it is lost, and the connection. */
function loseReplyTo(...words: string[]): Promise<void> {
  return proxy.dropReplies((request) => words.every((word) => request.includes(word)))
}

/** Of a claim and a settlement, one was run again. */
async function expectResent(): Promise<void> {
  expect((await commandCounts(server()))['evalsha']).toBeGreaterThanOrEqual(3)
}

describe.each(stores)('by $name', ({ storeOf }) => {
  test('a claim whose answer is lost is asked again, and its handler runs once', async () => {
    const { attempts, deliver, settled } = await receiverWith(await storeOf())
    const lost = loseReplyTo('evt_1')
    expect((await deliver()).status).toBe(204)
    await lost
    expect(await settled(1)).toMatchObject([{ outcome: 'completed', attempt: 1, fence: 1 }])
    await expectResent()
    expect((await deliver()).headers.get('webhook-duplicate')).toBe('1')
    expect(attempts).toEqual([1])
  })
})

describe.each([...stores, { name: 'ioredis, told not to send again', storeOf: silentIoredis }])(
  'by $name',
  ({ storeOf }) => {
    test('a completion whose answer is lost is told again, and is one', async () => {
      const { attempts, deliver, settled } = await receiverWith(await storeOf())
      const lost = loseReplyTo('evt_1', 'complete')
      expect((await deliver()).status).toBe(204)
      await lost
      expect(await settled(1)).toMatchObject([{ outcome: 'completed', attempt: 1 }])
      await expectResent()
      expect((await deliver()).headers.get('webhook-duplicate')).toBe('1')
      expect(attempts).toEqual([1])
    })

    test('a release whose answer is lost is told again, and the next attempt runs', async () => {
      const { answerWith, attempts, deliver, settled } = await receiverWith(await storeOf())
      answerWith(500)
      const lost = loseReplyTo('evt_1', 'release')
      expect((await deliver()).status).toBe(500)
      await lost
      expect(await settled(1)).toMatchObject([{ outcome: 'released', attempt: 1 }])
      await expectResent()
      answerWith(204)
      expect((await deliver()).status).toBe(204)
      expect(await settled(2)).toMatchObject([{}, { outcome: 'completed', attempt: 2 }])
      expect(attempts).toEqual([1, 2])
    })
  },
)

// It neither sends the claim again nor says that it failed.
test('by ioredis, told not to send again, a lease whose claim has no answer is given back', async () => {
  const { attempts, deliver, settled } = await receiverWith(await silentIoredis())
  const lost = loseReplyTo('evt_1')
  const refusal = await deliver()
  expect(refusal.status).toBe(503)
  expect(refusal.text).toContain('ERR_WEBHOOK_STORE_UNAVAILABLE')
  await lost
  expect(attempts).toEqual([])
  await eventually('the lease is given back', async () => {
    return String(await server().command('GET', 'postern:{standard-webhooks}:evt_1')).startsWith('R ')
  })
  expect((await deliver()).status).toBe(204)
  expect(await settled(1)).toMatchObject([{ outcome: 'completed', attempt: 2, fence: 2 }])
  expect(attempts).toEqual([2])
})

test('with a claim by SET NX, an event would be refused that never ran', async () => {
  const client = connect(proxy.port)
  await once(client, 'ready')
  const { attempts, deliver } = await receiverWith(setNxStore(client))
  const lost = loseReplyTo('evt_1')
  const reply = await deliver()
  await lost
  expect(reply.status).toBe(503)
  expect(reply.text).toContain('ERR_WEBHOOK_IN_FLIGHT')
  expect((await deliver()).status).toBe(503)
  expect(attempts).toEqual([])
  expect(await commandCounts(server())).toMatchObject({ set: 3 })
})
