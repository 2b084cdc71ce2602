import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { standardWebhooks } from '@postern/core'
import { type DueRequest, memoryOutbox, type Outbox, type OutboxDelivery } from '@postern/sender'
import { cleanUp } from '@postern/testing/clean-up'
import { eventually } from '@postern/testing/eventually'
import { recordWarnings } from '@postern/testing/warnings'
import { scriptedServer } from './scripted-server.js'
import { observeAttempts, observeDeliveries, passRetries, secret, senderTo } from './sender-under-test.js'

afterEach(cleanUp)

const delivery = { type: 'invoice.paid', payload: { amount: 1200 } }

test('puts a delivery into the outbox, and attempts it', async () => {
  const server = await scriptedServer()
  const deliveries = observeDeliveries()
  const { sender } = senderTo([server.port])
  await sender.enqueue({ url: server.url, id: 'msg_1', ...delivery })
  expect((await deliveries.first(1))[0]).toMatchObject({ id: 'msg_1', outcome: 'delivered' })
})

test('delivers what a process had under way that crashed, once the hold has lapsed', async () => {
  const outbox = memoryOutbox()
  const server = await scriptedServer('hang')
  // It never settles, as far as the outbox knows.
  const crashing: Outbox = {
    put: (one) => outbox.put(one),
    due: (request) => outbox.due(request),
    settle: () => new Promise(() => undefined),
  }
  const before = senderTo([server.port], { outbox: crashing, totalMs: 1000 })
  await before.sender.enqueue({ url: server.url, id: 'msg_1', ...delivery })
  await server.first(1)
  await before.sender.close({ withinMs: 1 })

  const deliveries = observeDeliveries()
  const { clock } = senderTo([server.port], { outbox, totalMs: 1000, clock: before.clock })
  clock.advance(1000)
  expect(deliveries.events).toHaveLength(0)
  clock.advance(10_000)
  expect((await deliveries.first(1))[0]).toMatchObject({ id: 'msg_1', outcome: 'delivered', attempts: 1 })
  expect(server.attempts.map(({ headers }) => headers['webhook-id'])).toEqual(['msg_1', 'msg_1'])
})

test('goes on with the retries that an earlier process counted', async () => {
  const outbox = memoryOutbox()
  const retries = { schedule: [1000, 60_000] }
  const server = await scriptedServer(500, 500, 500)
  const attempts = observeAttempts()
  const before = senderTo([server.port], { outbox, retries })
  await before.sender.enqueue({ url: server.url, id: 'msg_1', ...delivery })
  await attempts.first(1)
  await before.sender.close()

  const deliveries = observeDeliveries()
  senderTo([server.port], { outbox, retries, clock: before.clock })
  expect(await passRetries(attempts, before.clock, 3)).toEqual([1000, 60_000])
  expect((await deliveries.first(1))[0]).toMatchObject({ outcome: 'exhausted', attempts: 3 })
})

test('ends no call for a delivery that another could not put once more', async () => {
  const server = await scriptedServer()
  const outbox = memoryOutbox()
  const put = jest.spyOn(outbox, 'put')
  let answer: () => void = () => undefined
  server.replies.push((_request, response) => {
    answer = () => response.writeHead(204).end()
  })
  const { sender } = senderTo([server.port], { outbox })
  const first = sender.send({ url: server.url, id: 'msg_1', ...delivery })
  await server.first(1)
  put.mockRejectedValueOnce(new Error('the disk is full'))
  await expect(sender.send({ url: server.url, id: 'msg_1', ...delivery })).rejects.toThrow('the disk is full')
  answer()
  expect(await first).toMatchObject({ outcome: 'delivered' })
})

test('waits for a delivery that another call could not put before', async () => {
  const server = await scriptedServer()
  const outbox = memoryOutbox()
  const put = outbox.put.bind(outbox)
  let fail: () => void = () => undefined
  jest
    .spyOn(outbox, 'put')
    .mockImplementationOnce(
      () =>
        new Promise((_resolve, reject) => {
          fail = () => {
            reject(new Error('the disk is full'))
          }
        }),
    )
    .mockImplementation(put)
  server.replies.push('hang')
  const { sender } = senderTo([server.port], { outbox, totalMs: 200, retries: { schedule: [] } })
  const failing = sender.send({ url: server.url, id: 'msg_1', ...delivery })
  const second = sender.send({ url: server.url, id: 'msg_1', ...delivery })
  await server.first(1)
  fail()
  await expect(failing).rejects.toThrow('the disk is full')
  expect(await second).toMatchObject({ outcome: 'exhausted', attempts: 1 })
})

test('asks for no secret of what is in line when it is closed', async () => {
  const server = await scriptedServer('hang')
  const outbox = memoryOutbox()
  const keeping: Outbox = {
    put: (one) => outbox.put(one),
    due: () => Promise.resolve({ deliveries: [] }),
    settle: () => Promise.resolve(),
  }
  const before = senderTo([server.port], { outbox: keeping })
  for (let count = 0; count < 10; count += 1)
    await before.sender.enqueue({ url: server.url, id: `msg_${count}`, ...delivery })
  let asked = 0
  const { sender } = senderTo([server.port], {
    outbox,
    perHost: 1,
    clock: before.clock,
    scheme() {
      asked += 1
      return standardWebhooks({ secrets: secret })
    },
  })
  await server.first(1)
  await sender.close({ withinMs: 10 })
  expect(asked).toBe(1)
  expect((await outbox.due(dueAt(before.clock.now()))).deliveries).toHaveLength(10)
})

test('close breaks off what hangs, which then is due at once', async () => {
  const outbox = memoryOutbox()
  const server = await scriptedServer('hang')
  const { sender, clock } = senderTo([server.port], { outbox })
  const result = sender.send({ url: server.url, id: 'msg_1', ...delivery })
  await server.first(1)
  await sender.close({ withinMs: 20 })
  expect(await result).toMatchObject({ outcome: 'pending' })
  await expect(sender.send({ url: server.url, id: 'msg_2', ...delivery })).rejects.toThrow('closed')

  const { deliveries } = await outbox.due(dueAt(clock.now()))
  expect(deliveries).toMatchObject([{ id: 'msg_1', attempts: 0 }])
})

test('close waits for what is due, and not for later retries', async () => {
  const outbox = memoryOutbox()
  const server = await scriptedServer(500)
  const { sender, clock } = senderTo([server.port], { outbox, perHost: 1 })
  const results = ['msg_1', 'msg_2', 'msg_3'].map((id) => sender.send({ url: server.url, id, ...delivery }))
  // Each is prepared, and in the outbox.
  await server.first(1)
  await sender.close()
  expect((await Promise.all(results)).map(({ outcome }) => outcome)).toEqual([
    'pending',
    'delivered',
    'delivered',
  ])
  expect((await outbox.due(dueAt(clock.now() + 5000))).deliveries).toMatchObject([
    { id: 'msg_1', attempts: 1 },
  ])
})

test('sends once what is sent twice meanwhile', async () => {
  const server = await scriptedServer()
  const { sender } = senderTo([server.port])
  const once = { url: server.url, id: 'msg_1', ...delivery }
  const results = await Promise.all([sender.send(once), sender.send(once)])
  expect(results.map(({ outcome }) => outcome)).toEqual(['delivered', 'delivered'])
  expect(server.attempts).toHaveLength(1)
})

test('limits the attempts at one host, and lets other hosts pass', async () => {
  const slow = await scriptedServer(...Array.from({ length: 40 }, () => 'hang' as const))
  const quick = await scriptedServer()
  const { sender } = senderTo([slow.port, quick.port], { perHost: 3 })
  for (let index = 0; index < 40; index += 1)
    await sender.enqueue({ url: slow.url, id: `msg_${index}`, ...delivery })
  expect(await sender.send({ url: quick.url, id: 'msg_1', ...delivery })).toMatchObject({
    outcome: 'delivered',
  })
  await slow.first(3)
  expect(slow.mostAtOnce).toBe(3)
})

test('delivers hundreds to one host, no more at a time than its limit', async () => {
  const server = await scriptedServer()
  const { sender } = senderTo([server.port], { perHost: 4 })
  const ids = Array.from({ length: 300 }, (_, index) => `msg_${index}`)
  const results = await Promise.all(ids.map((id) => sender.send({ url: server.url, id, ...delivery })))
  expect(results.every(({ outcome }) => outcome === 'delivered')).toBe(true)
  expect(new Set(server.attempts.map(({ headers }) => headers['webhook-id'])).size).toBe(300)
  expect(server.attempts).toHaveLength(300)
  expect(server.mostAtOnce).toBeLessThanOrEqual(4)
})

test('rejects when the outbox does not take the delivery', async () => {
  const server = await scriptedServer('hang')
  const { sender } = senderTo([server.port], { outbox: memoryOutbox({ maxDeliveries: 1 }) })
  await sender.enqueue({ url: server.url, id: 'msg_1', ...delivery })
  await expect(sender.send({ url: server.url, id: 'msg_2', ...delivery })).rejects.toThrow(
    'which is the most',
  )
})

test('warns of an outbox that fails, quoting nothing of it, and asks again', async () => {
  const outbox = memoryOutbox()
  let failures = 1
  const failing: Outbox = {
    put: (one) => outbox.put(one),
    settle: (key, settlement) => outbox.settle(key, settlement),
    due(request) {
      failures -= 1
      return failures >= 0
        ? Promise.reject(Object.assign(new Error('near "hunter2"'), { code: 'SQLITE_ERROR' }))
        : outbox.due(request)
    },
  }
  const warnings = recordWarnings()
  const { clock } = senderTo([], { outbox: failing })
  await eventually('there is a warning', () => warnings.length > 0)
  expect(warnings[0]).toMatchObject({ code: 'POSTERN_OUTBOX' })
  expect(warnings[0]?.message).toContain('(Error, SQLITE_ERROR)')
  expect(warnings[0]?.message).not.toContain('hunter2')
  clock.advance(5000)
  await eventually('the outbox is asked again', () => failures < 0)
})

test('keeps the process until what it waits for has ended', async () => {
  const server = await scriptedServer(500)
  const root = join(__dirname, '../../..')
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      join(root, 'node_modules/tsx/dist/cli.mjs'),
      '--no-warnings',
      join(__dirname, 'waiting-program.ts'),
      server.url,
    ],
    { cwd: root, timeout: 15_000 },
  )
  expect(stdout).toBe('delivered 2\n')
})

describe('memoryOutbox', () => {
  test('gives each delivery once while it is held, in the order in which they fall due', async () => {
    const outbox = memoryOutbox()
    await outbox.put(stored('b', 2000))
    await outbox.put(stored('a', 1000))
    await outbox.put(stored('c', 9000))
    await outbox.put({ ...stored('a', 1000), attempts: 7 })
    const first = await outbox.due(dueAt(5000))
    expect(first.deliveries.map(({ id, attempts }) => [id, attempts])).toEqual([
      ['a', 0],
      ['b', 0],
    ])
    expect(first.nextDueAt).toBe(5100)
    expect((await outbox.due(dueAt(5050))).deliveries).toEqual([])
    expect((await outbox.due(dueAt(5100))).deliveries.map(({ id }) => id)).toEqual(['a', 'b'])
    await outbox.settle('a', { kind: 'ended' })
    await outbox.settle('b', { kind: 'retry', attempts: 1, dueAt: 20_000 })
    await outbox.settle('unknown', { kind: 'retry', attempts: 1, dueAt: 0 })
    expect(await outbox.due(dueAt(8000))).toEqual({ deliveries: [], nextDueAt: 9000 })
    expect((await outbox.due(dueAt(20_000))).deliveries).toMatchObject([
      { id: 'c', attempts: 0 },
      { id: 'b', attempts: 1 },
    ])
  })

  test('gives as many as are asked for, and none of the hosts that are excepted', async () => {
    const outbox = memoryOutbox()
    for (const id of ['a', 'b', 'c']) await outbox.put(stored(id, 0, 'one.example'))
    await outbox.put(stored('d', 0, 'two.example'))
    const request = { ...dueAt(1), limit: 2 }
    expect((await outbox.due({ ...request, exceptHosts: ['one.example'] })).deliveries).toMatchObject([
      { id: 'd' },
    ])
    expect((await outbox.due(request)).deliveries).toMatchObject([{ id: 'a' }, { id: 'b' }])
    expect((await outbox.due(request)).deliveries).toMatchObject([{ id: 'c' }])
  })
})

function dueAt(now: number): DueRequest {
  return { now, holdMs: 100, limit: 10, exceptHosts: [] }
}

function stored(id: string, enqueuedAt: number, host = 'one.example'): OutboxDelivery {
  const url = `https://${host}/`
  const rest = { endpoint: undefined, type: undefined, headers: {}, pins: undefined, attempts: 0 }
  return { key: id, id, url, host, body: Buffer.from('{}'), enqueuedAt, ...rest }
}
