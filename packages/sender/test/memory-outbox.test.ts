import fc from 'fast-check'
import { memoryOutbox, type OutboxDelivery } from '@postern/sender'
import { ids, stored } from './loop-under-test.js'

const holdMs = 10
const hosts = ['a.example', 'b.example', 'c.example']

interface Kept {
  delivery: OutboxDelivery
  dueAt: number
  /** When it was given that instant: of those that fall due together, first come, first served. */
  number: number
}

/** All that is asked of an outbox, in as many words. */
class Model {
  readonly #kept = new Map<string, Kept>()
  #number = 0

  put(delivery: OutboxDelivery): void {
    if (!this.#kept.has(delivery.key)) this.#schedule(delivery, delivery.enqueuedAt)
  }

  /** In order. */
  dueAt(now: number, exceptHosts: readonly string[]): OutboxDelivery[] {
    const due = this.#inOrder(exceptHosts).filter(({ dueAt }) => dueAt <= now)
    return due.map(({ delivery }) => delivery)
  }

  hold(keys: readonly string[], now: number): void {
    for (const key of keys) this.#schedule(this.#kept.get(key)!.delivery, now + holdMs)
  }

  nextDueAt(exceptHosts: readonly string[]): number | undefined {
    return this.#inOrder(exceptHosts)[0]?.dueAt
  }

  end(key: string): void {
    this.#kept.delete(key)
  }

  retry(key: string, attempts: number, dueAt: number): void {
    const kept = this.#kept.get(key)
    if (kept !== undefined) this.#schedule({ ...kept.delivery, attempts }, dueAt)
  }

  #schedule(delivery: OutboxDelivery, dueAt: number): void {
    this.#number += 1
    this.#kept.set(delivery.key, { delivery, dueAt, number: this.#number })
  }

  #inOrder(exceptHosts: readonly string[]): Kept[] {
    return [...this.#kept.values()]
      .filter(({ delivery }) => !exceptHosts.includes(delivery.host))
      .sort((one, other) => one.dueAt - other.dueAt || one.number - other.number)
  }
}

const host = fc.constantFrom(...hosts)
const id = fc.constantFrom(...ids(6))
const step = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), id, host }),
  fc.record({
    kind: fc.constant('due' as const),
    limit: fc.integer({ min: 1, max: 6 }),
    exceptHosts: fc.subarray(hosts),
  }),
  fc.record({ kind: fc.constant('end' as const), id, host }),
  fc.record({
    kind: fc.constant('retry' as const),
    id,
    host,
    attempts: fc.integer({ min: 0, max: 9 }),
    afterMs: fc.integer({ min: 0, max: 25 }),
  }),
  fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 12 }) }),
)

test('does what the model does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const outbox = memoryOutbox()
      const model = new Model()
      let now = 1000
      for (const one of steps) {
        if (one.kind === 'pass') now += one.ms
        if (one.kind === 'put') {
          const delivery = stored({ id: one.id, host: one.host, enqueuedAt: now })
          await outbox.put(delivery)
          model.put(delivery)
        }
        if (one.kind === 'end') {
          await outbox.settle(`${one.id} ${one.host}`, { kind: 'ended' })
          model.end(`${one.id} ${one.host}`)
        }
        if (one.kind === 'retry') {
          const [key, dueAt] = [`${one.id} ${one.host}`, now + one.afterMs]
          await outbox.settle(key, { kind: 'retry', attempts: one.attempts, dueAt })
          model.retry(key, one.attempts, dueAt)
        }
        if (one.kind === 'due') {
          const { limit, exceptHosts } = one
          const { deliveries, nextDueAt } = await outbox.due({ now, holdMs, limit, exceptHosts })
          const due = model.dueAt(now, exceptHosts)
          expect(deliveries).toHaveLength(Math.min(limit, due.length))
          for (const name of hosts) {
            const given = deliveries.filter((delivery) => delivery.host === name)
            expect(given).toEqual(due.filter((delivery) => delivery.host === name).slice(0, given.length))
          }
          model.hold(
            deliveries.map(({ key }) => key),
            now,
          )
          expect(nextDueAt).toBe(model.nextDueAt(exceptHosts))
        }
      }
    }),
    { numRuns: 500 },
  )
})

test('lets no host wait for ever while others have more than is asked for', async () => {
  const outbox = memoryOutbox()
  for (const name of hosts)
    for (const one of ids(10)) await outbox.put(stored({ id: one, host: name, enqueuedAt: 0 }))
  const served = new Set<string>()
  for (const _host of hosts) {
    const { deliveries } = await outbox.due({ now: 1, holdMs: 0.5, limit: 1, exceptHosts: [] })
    for (const delivery of deliveries) served.add(delivery.host)
  }
  expect(served).toEqual(new Set(hosts))
})

test('is as quick with very many to one host', async () => {
  const outbox = memoryOutbox()
  const startedAt = performance.now()
  for (const one of ids(100_000)) await outbox.put(stored({ id: one, host: 'a.example', enqueuedAt: 0 }))
  let retried = 0
  while (retried < 100_000) {
    const { deliveries } = await outbox.due({ now: 1, holdMs: 45_000, limit: 8, exceptHosts: [] })
    for (const { key } of deliveries) {
      await outbox.settle(key, { kind: 'retry', attempts: 1, dueAt: 60_000 + ((retried * 7919) % 5000) })
      retried += 1
    }
  }
  // Half a minute and more, where each moves all the others.
  expect(performance.now() - startedAt).toBeLessThan(12_000)
})

test('takes a hundred thousand by default, and one more once one has ended', async () => {
  const outbox = memoryOutbox()
  for (const one of ids(100_000)) await outbox.put(stored({ id: one, host: 'a.example', enqueuedAt: 0 }))
  const more = stored({ id: 'one more', host: 'a.example', enqueuedAt: 0 })
  await expect(outbox.put(more)).rejects.toThrow('it holds 100000 deliveries, which is the most')
  await outbox.put(stored({ id: 'msg_1', host: 'a.example', enqueuedAt: 0 }))
  await outbox.settle('msg_1 a.example', { kind: 'ended' })
  await outbox.put(more)
})

test.each([0, 0.5, NaN])('refuses to hold %p deliveries at most', (maxDeliveries) => {
  expect(() => memoryOutbox({ maxDeliveries })).toThrow('memoryOutbox: maxDeliveries')
})
