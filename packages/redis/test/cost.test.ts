import crypto from 'node:crypto'
import { Readable } from 'node:stream'
import { type AdmittedReception, createReceiver, type Receiver, standardWebhooks } from '@postern/core'
import { cleanUp } from '@postern/testing/clean-up'
import { commandCounts } from '@postern/testing/command-counts'
import { serverOfThisFile, storeOn } from './store-on-redis.js'

const server = serverOfThisFile()
afterEach(cleanUp)
afterEach(() => jest.restoreAllMocks())

const scheme = standardWebhooks({ secrets: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' })
const count = 30

/** Receives that many deliveries in one turn of the event loop, their bodies from streams. */
async function receiveAll(receiver: Receiver, run: string): Promise<AdmittedReception[]> {
  const requests = Array.from({ length: count }, (_, index) => {
    const body = Buffer.from(`{"run":"${run}"}`)
    const headers = scheme.sign({ id: `${run}-${index}`, body })
    return { method: 'POST', url: '/', headers, stream: Readable.from([body], { objectMode: false }) }
  })
  const receptions = await Promise.all(requests.map((request) => receiver.receive(request)))
  expect(receptions.map(({ kind }) => kind)).toEqual(Array.from({ length: count }, () => 'admitted'))
  return receptions as AdmittedReception[]
}

/** What costs more than a request should pay for: counts how often it is asked for while `work` goes on. */
async function costOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const spies = {
    timers: jest.spyOn(globalThis, 'setTimeout'),
    intervals: jest.spyOn(globalThis, 'setInterval'),
    immediates: jest.spyOn(globalThis, 'setImmediate'),
    controllers: jest.spyOn(globalThis, 'AbortController'),
    importedSecrets: jest.spyOn(crypto, 'createSecretKey'),
    hmacObjects: jest.spyOn(crypto, 'createHmac'),
    hashObjects: jest.spyOn(crypto, 'createHash'),
  }
  await work()
  return Object.fromEntries(Object.entries(spies).map(([name, spy]) => [name, spy.mock.calls.length]))
}

const nothing = { intervals: 0, controllers: 0, importedSecrets: 0, hmacObjects: 0, hashObjects: 0 }

test('deliveries of one turn cost one call, one timer and one flush, and one of each to complete', async () => {
  const store = storeOn(server().port)
  const receiver = createReceiver({ scheme, store, rateLimit: { limit: 1e6, windowMs: 1000 } })
  // The first ones start the sweeps of the receiver, and Redis learns the scripts.
  const [first] = await receiveAll(receiver, 'first')
  await first?.complete()
  await server().command('CONFIG', 'RESETSTAT')

  let receptions: AdmittedReception[] = []
  const received = await costOf(async () => (receptions = await receiveAll(receiver, 'second')))
  expect(received).toEqual({ ...nothing, timers: 1, immediates: 1 })
  const { evalsha, get, set } = await commandCounts(server())
  // The quota is read once and written once.
  expect({ evalsha, get, set }).toEqual({ evalsha: 1, get: 1, set: count + 1 })

  jest.restoreAllMocks()
  await server().command('CONFIG', 'RESETSTAT')
  const completed = await costOf(() => Promise.all(receptions.map((reception) => reception.complete())))
  expect(completed).toEqual({ ...nothing, timers: 1, immediates: 1 })
  const settlements = await commandCounts(server())
  expect(settlements).toMatchObject({ evalsha: 1, get: count, set: count })
})

test('without Redis, no delivery costs a timer', async () => {
  const receiver = createReceiver({ scheme })
  await receiveAll(receiver, 'first')
  const received = await costOf(async () => {
    const receptions = await receiveAll(receiver, 'second')
    await Promise.all(receptions.map((reception) => reception.complete()))
  })
  expect(received).toEqual({ ...nothing, timers: 0, immediates: 0 })
})
