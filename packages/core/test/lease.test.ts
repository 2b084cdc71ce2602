import {
  type AdmittedReception,
  createReceiver,
  type DeliveryStore,
  type LeaseEvent,
  memoryStore,
  timestampedHmac,
} from '@postern/core'
import { type ManualClock, manualClock } from '@postern/testing'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'

const leaseMs = 3000
const scheme = timestampedHmac({ secrets: 'a-secret-of-some-length' })

function setUp(wrap: (store: DeliveryStore) => DeliveryStore = (store) => store) {
  const clock = manualClock()
  const store = wrap(memoryStore({ clock }))
  const receiver = createReceiver({
    scheme,
    eventId: '$.id',
    store,
    clock,
    leaseMs,
    onRejected: () => undefined,
  })
  async function receive(id = 'evt_1') {
    const rawBody = JSON.stringify({ id })
    const headers = scheme.sign({ body: rawBody, sentAt: clock.now() })
    return (await receiver.receive({ method: 'POST', url: '/', headers, rawBody })) as AdmittedReception
  }
  return { clock, store, receive }
}

/** Moves the clock, and lets each renewal on the way reach the store. */
async function pass(clock: ManualClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += leaseMs / 6) {
    clock.advance(leaseMs / 6)
    await new Promise(setImmediate)
  }
}

async function lostLeases(run: () => Promise<void>): Promise<LeaseEvent[]> {
  const events: LeaseEvent[] = []
  const listen = (event: unknown) => events.push(event as LeaseEvent)
  subscribe('postern:lease', listen)
  try {
    await run()
  } finally {
    unsubscribe('postern:lease', listen)
  }
  return events
}

test('renews the lease of a handler that takes several lease times', async () => {
  const { clock, receive } = setUp()
  const { webhook } = await receive()
  await pass(clock, leaseMs * 8)
  await expect(receive()).rejects.toMatchObject({ code: 'ERR_WEBHOOK_IN_FLIGHT' })
  expect(webhook.signal.aborted).toBe(false)
})

test('gives a handler up after ten lease times, so that the delivery does not hang with it', async () => {
  const { clock, receive } = setUp()
  const hanging = await receive()
  const { signal } = hanging.webhook
  const lost = await lostLeases(() => pass(clock, leaseMs * 11.5))
  expect(lost).toEqual([{ source: 'timestamped-hmac', id: 'evt_1', outcome: 'lost', attempt: 1, fence: 1 }])
  expect(signal.aborted).toBe(true)
  const next = await receive()
  expect(next).toMatchObject({ takeover: true, webhook: { attempt: 2, fence: 2 } })
  expect(await hanging.webhook.extend()).toBe(false)
  expect(await hanging.complete()).toBe('stale')
  expect(await next.complete()).toBe('completed')
})

test('gives a handler more time when it extends its lease', async () => {
  const { clock, receive } = setUp()
  const { webhook } = await receive()
  for (let count = 0; count < 4; count += 1) {
    await pass(clock, leaseMs * 8)
    expect(await webhook.extend()).toBe(true)
  }
  await expect(receive()).rejects.toMatchObject({ code: 'ERR_WEBHOOK_IN_FLIGHT' })
})

test('aborts the signal when another attempt has taken over', async () => {
  const { clock, store, receive } = setUp()
  const { webhook } = await receive()
  const { signal } = webhook
  await store.forget(webhook.source, webhook.id)
  await pass(clock, leaseMs)
  expect(signal.aborted).toBe(true)
  expect((signal.reason as Error).message).toMatch(/lease/)
  expect(await webhook.extend()).toBe(false)
})

test('does not extend a lease that was given up, as nothing would renew it', async () => {
  const { clock, receive } = setUp()
  const { webhook } = await receive()
  await pass(clock, leaseMs * 11.5)
  expect(webhook.signal.aborted).toBe(true)
  expect(await webhook.extend()).toBe(false)
})

test('survives a store that throws at once', async () => {
  const { clock, receive } = setUp((store) => ({
    ...forward(store),
    extend: () => {
      throw new Error('down')
    },
  }))
  const { webhook } = await receive()
  await pass(clock, leaseMs * 1.5)
  expect(webhook.signal.aborted).toBe(true)
})

test('has an aborted signal for a handler that asks for it after the lease was lost', async () => {
  const { clock, store, receive } = setUp()
  const { webhook } = await receive()
  await store.forget(webhook.source, webhook.id)
  await pass(clock, leaseMs)
  expect(webhook.signal.aborted).toBe(true)
})

test('keeps the lease through an outage of the store that is shorter than the lease', async () => {
  let isDown = false
  const { clock, receive } = setUp((store) => ({
    ...forward(store),
    extend: (lease, ms) => (isDown ? Promise.reject(new Error('down')) : store.extend(lease, ms)),
  }))
  const { webhook } = await receive()
  await pass(clock, leaseMs)
  isDown = true
  await pass(clock, leaseMs / 2)
  isDown = false
  await pass(clock, leaseMs * 2)
  expect(webhook.signal.aborted).toBe(false)
  isDown = true
  await pass(clock, leaseMs * 1.5)
  expect(webhook.signal.aborted).toBe(true)
})

test('loses a lease by its own clock when the store does not answer', async () => {
  let renewals = 0
  const { clock, receive } = setUp((store) => ({
    ...forward(store),
    extend: () => {
      renewals += 1
      return new Promise(() => undefined)
    },
  }))
  const { webhook } = await receive()
  await pass(clock, leaseMs * 0.8)
  expect(webhook.signal.aborted).toBe(false)
  await pass(clock, leaseMs * 0.5)
  expect(webhook.signal.aborted).toBe(true)
  expect(renewals).toBe(1)
})

test('does not report a lease as lost that was settled while its renewal was under way', async () => {
  let answerRenewal: () => void = () => undefined
  const { clock, receive } = setUp((store) => ({
    ...forward(store),
    extend: () =>
      new Promise(
        (resolve) =>
          (answerRenewal = () => {
            resolve('stale')
          }),
      ),
  }))
  const lost = await lostLeases(async () => {
    const delivery = await receive()
    await pass(clock, leaseMs / 2)
    await delivery.complete()
    answerRenewal()
    await new Promise(setImmediate)
    expect(delivery.webhook.signal.aborted).toBe(false)
  })
  expect(lost).toEqual([])
})

test('runs one timer for all leases, and none once they are settled', async () => {
  const clock = manualClock()
  let timers = 0
  let started = 0
  const counting = {
    now: () => clock.now(),
    every(ms: number, callback: () => void) {
      timers += 1
      started += 1
      const stop = clock.every(ms, callback)
      return () => {
        timers -= 1
        stop()
      }
    },
  }
  const receiver = createReceiver({
    scheme,
    eventId: '$.id',
    clock: counting,
    store: memoryStore({ clock }),
    leaseMs,
  })
  async function receive(id: number) {
    const rawBody = JSON.stringify({ id })
    const headers = scheme.sign({ body: rawBody, sentAt: clock.now() })
    return (await receiver.receive({ method: 'POST', url: '/', headers, rawBody })) as AdmittedReception
  }
  const deliveries = await Promise.all(Array.from({ length: 50 }, (_, id) => receive(id)))
  expect(timers).toBe(1)
  await Promise.all(deliveries.map((delivery) => delivery.complete()))
  for (let id = 100; id < 150; id += 1) await (await receive(id)).complete()
  expect(started).toBe(1)
  clock.advance(leaseMs)
  expect(timers).toBe(0)
})

function forward(store: DeliveryStore): DeliveryStore {
  return {
    accept: (claim) => store.accept(claim),
    extend: (lease, ms) => store.extend(lease, ms),
    complete: (lease, ms) => store.complete(lease, ms),
    release: (lease, ms) => store.release(lease, ms),
    forget: (source, id) => store.forget(source, id),
  }
}
