import type { DueDeliveries, DueRequest, Outbox, OutboxDelivery } from '@postern/sender'
import {
  deliveryOf,
  idsOf,
  oddDeliveries,
  similarKeys,
  startAt,
  valueOf,
  valuesOf,
} from './outbox-deliveries.js'

const holdMs = 45_000

/**
 * Registers the tests that every `Outbox` has to pass. `open` is called before each test, and gives an outbox that holds
 * nothing; what it opened it closes itself.
 */
export function testOutboxContract(name: string, open: () => Promise<Outbox> | Outbox): void {
  describe(name, () => {
    let outbox: Outbox

    beforeEach(async () => {
      outbox = await open()
    })

    const due = (request: Partial<DueRequest> = {}): Promise<DueDeliveries> =>
      outbox.due({ now: startAt, holdMs, limit: 32, exceptHosts: [], ...request })

    const put = async (...deliveries: readonly Partial<OutboxDelivery>[]): Promise<void> => {
      for (const parts of deliveries) await outbox.put(deliveryOf(parts))
    }

    test('gives nothing while it holds nothing', async () => {
      expect(valuesOf(await due())).toEqual([])
    })

    test('gives a delivery at once, as it was put', async () => {
      const delivery = deliveryOf()
      await outbox.put(delivery)
      expect(valuesOf(await due())).toEqual([valueOf(delivery)])
    })

    test.each(oddDeliveries)('keeps $what', async ({ parts }) => {
      const delivery = deliveryOf(parts)
      await outbox.put(delivery)
      expect(valuesOf(await due())).toEqual([valueOf(delivery)])
      await outbox.settle(delivery.key, { kind: 'retry', attempts: 9, dueAt: startAt + 1000 })
      const again = await due({ now: startAt + 1000 })
      expect(valuesOf(again)).toEqual([valueOf({ ...delivery, attempts: 9 })])
    })

    test.each(similarKeys)('keeps keys apart by $what', async ({ one, other }) => {
      await put({ key: one, id: 'one' }, { key: other, id: 'other' })
      expect(idsOf(await due())).toEqual(['one', 'other'])
      await outbox.settle(one, { kind: 'ended' })
      expect(idsOf(await due({ now: startAt + holdMs }))).toEqual(['other'])
    })

    test('keeps what there is of a key that is put again', async () => {
      const delivery = deliveryOf({ key: 'once' })
      await outbox.put(delivery)
      await put({ key: 'once', id: 'another', body: Uint8Array.of(1), attempts: 5 })
      expect(valuesOf(await due())).toEqual([valueOf(delivery)])
    })

    test('leaves a hold and a retry as they are where the key is put again', async () => {
      await put({ key: 'held' }, { key: 'retried' })
      await due()
      await outbox.settle('retried', { kind: 'retry', attempts: 3, dueAt: startAt + 9000 })
      await put({ key: 'held' }, { key: 'retried' })
      expect(valuesOf(await due({ now: startAt + 8999 }))).toEqual([])
      expect((await due({ now: startAt + 9000 })).deliveries).toMatchObject([{ key: 'retried', attempts: 3 }])
    })

    test('takes a delivery once more when it has ended', async () => {
      await put({ key: 'again', attempts: 4 })
      await due()
      await outbox.settle('again', { kind: 'ended' })
      await put({ key: 'again' })
      expect((await due()).deliveries).toMatchObject([{ key: 'again', attempts: 0 }])
    })

    test('gives those of a host in the order in which they fall due', async () => {
      await put({ id: 'a' }, { id: 'b' }, { id: 'c', enqueuedAt: startAt + 1 })
      await due({ now: startAt + 1 })
      await outbox.settle('a', { kind: 'retry', attempts: 1, dueAt: startAt + 3000 })
      await outbox.settle('b', { kind: 'retry', attempts: 1, dueAt: startAt + 1000 })
      await outbox.settle('c', { kind: 'retry', attempts: 1, dueAt: startAt + 2000 })
      expect(idsOf(await due({ now: startAt + 5000, limit: 2 }))).toEqual(['b', 'c'])
      expect(idsOf(await due({ now: startAt + 5000, limit: 2 }))).toEqual(['a'])
    })

    test('holds what it gave until the hold lapses, to the millisecond', async () => {
      await put({ id: 'a' })
      expect(idsOf(await due())).toEqual(['a'])
      expect(idsOf(await due())).toEqual([])
      expect(idsOf(await due({ now: startAt + holdMs - 1 }))).toEqual([])
      expect(idsOf(await due({ now: startAt + holdMs }))).toEqual(['a'])
      expect(idsOf(await due({ now: startAt + 2 * holdMs - 1 }))).toEqual([])
      expect(idsOf(await due({ now: startAt + 2 * holdMs }))).toEqual(['a'])
    })

    test('holds for as long as it was asked to each time', async () => {
      await put({ id: 'a' })
      await due({ holdMs: 10 })
      expect(idsOf(await due({ now: startAt + 10, holdMs: 1000 }))).toEqual(['a'])
      expect(idsOf(await due({ now: startAt + 1009 }))).toEqual([])
      expect(idsOf(await due({ now: startAt + 1010 }))).toEqual(['a'])
    })

    test('gives nothing twice in one answer, however short the hold', async () => {
      await put({ id: 'a' }, { id: 'b' })
      expect(idsOf(await due({ holdMs: 1 })).sort()).toEqual(['a', 'b'])
    })

    test('gives as many as are asked for, and the others the next time', async () => {
      await put(...Array.from({ length: 7 }, (_, index) => ({ id: `msg_${index}` })))
      const given = [await due({ limit: 3 }), await due({ limit: 3 }), await due({ limit: 3 })]
      expect(given.map(({ deliveries }) => deliveries.length)).toEqual([3, 3, 1])
      expect(new Set(given.flatMap(idsOf)).size).toBe(7)
    })

    test('neither gives nor holds what is of an excepted host', async () => {
      await put(
        { id: 'a', host: 'a.example' },
        { id: 'b', host: 'b.example' },
        { id: 'c', host: 'c.example' },
      )
      await put({ id: 'd', host: 'a.example:8443' })
      const others = await due({ exceptHosts: ['a.example', 'c.example'] })
      expect(idsOf(others).sort()).toEqual(['b', 'd'])
      expect(idsOf(await due()).sort()).toEqual(['a', 'c'])
    })

    test('lets deliveries of an excepted host leave room for the others', async () => {
      await put(...Array.from({ length: 40 }, (_, index) => ({ id: `msg_${index}`, host: 'a.example' })))
      await put({ id: 'other', host: 'b.example', enqueuedAt: startAt + 1 })
      const { deliveries } = await due({ now: startAt + 1, limit: 4, exceptHosts: ['a.example'] })
      expect(deliveries).toMatchObject([{ id: 'other' }])
    })

    test('lets no host wait for ever while another has more than is asked for', async () => {
      await put(...Array.from({ length: 20 }, (_, index) => ({ id: `msg_${index}`, host: 'a.example' })))
      await put({ id: 'other', host: 'b.example' })
      let now = startAt
      const given: string[] = []
      // What ended is put anew, so that the first host has always as much.
      for (let count = 0; count < 60 && !given.includes('other'); count += 1) {
        now += 1
        for (const { key, id } of (await due({ now, limit: 1 })).deliveries) {
          given.push(id)
          await outbox.settle(key, { kind: 'ended' })
          if (id !== 'other') await put({ id: `again_${count}`, host: 'a.example', enqueuedAt: now })
        }
      }
      expect(given).toContain('other')
    })

    test('tells when the next falls due: a retry, or a hold that lapses', async () => {
      await put({ id: 'a' }, { id: 'b' })
      await due()
      expect(await nextDueAt({ now: startAt + 1 })).toBe(startAt + holdMs)
      await outbox.settle('a', { kind: 'retry', attempts: 1, dueAt: startAt + 7000 })
      expect(await nextDueAt({ now: startAt + 1 })).toBe(startAt + 7000)
      await outbox.settle('a', { kind: 'ended' })
      expect(await nextDueAt({ now: startAt + 1 })).toBe(startAt + holdMs)
    })

    test('tells of no instant that is past when it gave nothing, as of excepted hosts', async () => {
      await put({ id: 'a', host: 'a.example' }, { id: 'b', host: 'b.example' })
      await outbox.settle('b', { kind: 'retry', attempts: 1, dueAt: startAt + 7000 })
      // The host would be asked for again and again while it has no room.
      expect(await nextDueAt({ now: startAt + 1, exceptHosts: ['a.example'] })).toBe(startAt + 7000)
      expect(await nextDueAt({ now: startAt + 1, exceptHosts: ['a.example', 'b.example'] })).toBeUndefined()
    })

    test('gives a retry at its instant, with the attempts that were noted', async () => {
      const delivery = deliveryOf({ id: 'a' })
      await outbox.put(delivery)
      await due()
      await outbox.settle('a', { kind: 'retry', attempts: 1, dueAt: startAt + 5000 })
      expect(valuesOf(await due({ now: startAt + 4999 }))).toEqual([])
      expect(valuesOf(await due({ now: startAt + 5000 }))).toEqual([valueOf({ ...delivery, attempts: 1 })])
      await outbox.settle('a', { kind: 'retry', attempts: 2, dueAt: startAt + 400 * 86_400_000 })
      expect(valuesOf(await due({ now: startAt + 399 * 86_400_000 }))).toEqual([])
      expect((await due({ now: startAt + 400 * 86_400_000 })).deliveries).toMatchObject([{ attempts: 2 }])
    })

    test('gives at once what is given back at once', async () => {
      await put({ id: 'a' })
      await due()
      await outbox.settle('a', { kind: 'retry', attempts: 0, dueAt: startAt })
      expect((await due()).deliveries).toMatchObject([{ id: 'a', attempts: 0 }])
    })

    test('forgets what has ended, and nothing else', async () => {
      await put({ id: 'a' }, { id: 'b' })
      await due()
      await outbox.settle('a', { kind: 'ended' })
      await outbox.settle('a', { kind: 'ended' })
      expect(idsOf(await due({ now: startAt + 400 * 86_400_000 }))).toEqual(['b'])
    })

    test('makes nothing of a settlement for a key that is not there', async () => {
      await put({ id: 'a' })
      await outbox.settle('unknown', { kind: 'ended' })
      await outbox.settle('unknown', { kind: 'retry', attempts: 1, dueAt: startAt })
      expect(idsOf(await due())).toEqual(['a'])
      await outbox.settle('a', { kind: 'ended' })
      // It comes too late, as of a process that was overtaken.
      await outbox.settle('a', { kind: 'retry', attempts: 1, dueAt: startAt })
      expect(idsOf(await due({ now: startAt + holdMs }))).toEqual([])
    })

    test('gives each delivery to one of many that ask at once', async () => {
      await put(
        ...Array.from({ length: 50 }, (_, index) => ({ id: `msg_${index}`, host: `h${index % 7}.example` })),
      )
      const answers = await Promise.all(Array.from({ length: 10 }, () => due({ limit: 8 })))
      const given = answers.flatMap(idsOf)
      expect(new Set(given).size).toBe(given.length)
      const rest = idsOf(await due({ limit: 50 }))
      expect(new Set([...given, ...rest]).size).toBe(50)
      expect(given.length + rest.length).toBe(50)
    })

    test('keeps one of many deliveries with one key that are put at once', async () => {
      const puts = Array.from({ length: 20 }, () => put({ id: 'a' }))
      await Promise.all(puts)
      expect(idsOf(await due())).toEqual(['a'])
      await outbox.settle('a', { kind: 'ended' })
      expect(idsOf(await due({ now: startAt + holdMs }))).toEqual([])
    })

    /** An outbox may leave it out where there is none. */
    async function nextDueAt(request: Partial<DueRequest>): Promise<number | undefined> {
      const answer = await due(request)
      expect(answer.deliveries).toEqual([])
      return answer.nextDueAt
    }
  })
}
