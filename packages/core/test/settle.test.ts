import {
  type AdmittedReception,
  createReceiver,
  type DeliveryStore,
  memoryStore,
  type ReceiverOptions,
  settleByResponse,
  type SettlementEvent,
  timestampedHmac,
} from '@postern/core'
import { manualClock } from '@postern/testing'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'

const clock = manualClock()
const scheme = timestampedHmac({ secrets: 'a-secret-of-some-length' })
const events: SettlementEvent[] = []
const listen = (event: unknown) => events.push(event as SettlementEvent)

beforeEach(() => {
  events.length = 0
  subscribe('postern:settlement', listen)
})
afterEach(() => unsubscribe('postern:settlement', listen))

async function receive(options: ReceiverOptions): Promise<AdmittedReception> {
  const receiver = createReceiver({ scheme, eventId: '$.id', clock, ...options })
  const rawBody = '{"id":"evt_1"}'
  const headers = scheme.sign({ body: rawBody, sentAt: clock.now() })
  return (await receiver.receive({ method: 'POST', url: '/', headers, rawBody })) as AdmittedReception
}

/** A store whose settlements fail a number of times. */
function failing(times: number): DeliveryStore & { tries: number } {
  const store = memoryStore({ clock })
  const wrapped = {
    tries: 0,
    accept: store.accept.bind(store),
    extend: store.extend.bind(store),
    forget: store.forget.bind(store),
    complete: (...parameters: Parameters<DeliveryStore['complete']>) => end('complete', ...parameters),
    release: (...parameters: Parameters<DeliveryStore['complete']>) => end('release', ...parameters),
  }
  function end(verdict: 'complete' | 'release', ...parameters: Parameters<DeliveryStore['complete']>) {
    wrapped.tries += 1
    return wrapped.tries <= times ? Promise.reject(new Error('down')) : store[verdict](...parameters)
  }
  return wrapped
}

test.each([
  { verdict: 'complete', outcome: 'completed' },
  { verdict: 'release', outcome: 'released' },
] as const)('settles once: the first $verdict counts', async ({ verdict, outcome }) => {
  const delivery = await receive({})
  expect(await delivery[verdict]()).toBe(outcome)
  expect(await delivery.complete()).toBe(outcome)
  expect(await delivery.release()).toBe(outcome)
  expect(events).toMatchObject([
    { source: 'timestamped-hmac', id: 'evt_1', outcome, attempt: 1, fence: 1, leased: true },
  ])
})

test('measures how long the handler ran', async () => {
  const delivery = await receive({})
  clock.advance(1234)
  await delivery.complete()
  expect(events).toMatchObject([{ handlerMs: 1234, storeMs: 0 }])
})

test.each(['complete', 'release'] as const)('tries again when the store fails to %s', async (verdict) => {
  const store = failing(2)
  const delivery = await receive({ store })
  expect(await delivery[verdict]()).toBe(verdict === 'complete' ? 'completed' : 'released')
  expect(store.tries).toBe(3)
  expect(events).toHaveLength(1)
})

test('reports a settlement as failed after two seconds of trying, and rejects nothing', async () => {
  const store = failing(Infinity)
  const delivery = await receive({ store })
  const startedAt = performance.now()
  expect(await delivery.complete()).toBe('failed')
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1999)
  // After 0, 50, 150, 350, 750, 1550 and 2000 ms; timers may be a little early, or late.
  expect(store.tries).toBeGreaterThanOrEqual(5)
  expect(store.tries).toBeLessThanOrEqual(9)
  expect(events).toMatchObject([{ outcome: 'failed' }])
})

test('reports a settlement as stale when another attempt holds the lease', async () => {
  const store = memoryStore({ clock })
  const delivery = await receive({ store })
  await store.forget(delivery.webhook.source, delivery.webhook.id)
  expect(await delivery.complete()).toBe('gone')
  expect(delivery.webhook.signal.aborted).toBe(true)
})

test('settles by a response that finishes and never closes, as those of Lambda adapters', async () => {
  const delivery = await receive({})
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  settleByResponse(delivery, response)
  response.statusCode = 204
  response.emit('finish')
  await new Promise(setImmediate)
  expect(events).toMatchObject([{ outcome: 'completed' }])
})

test('settles a delivery without a lease too', async () => {
  const delivery = await receive({ eventId: false })
  expect(delivery.webhook.leased).toBe(false)
  expect(delivery.webhook.signal).toBe(delivery.webhook.signal)
  expect(await delivery.webhook.extend()).toBe(false)
  expect(await delivery.release()).toBe('released')
  expect(events).toMatchObject([{ outcome: 'released', leased: false }])
})
