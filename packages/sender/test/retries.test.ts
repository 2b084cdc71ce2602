import { createServer } from 'node:http'
import { cleanUp } from '@postern/testing/clean-up'
import { randomPort } from '@postern/testing/random-port'
import { listen, type Reply, ScriptedServer, scriptedServer, stop } from './scripted-server.js'
import { observeAttempts, observeDeliveries, passRetries, senderTo } from './sender-under-test.js'

afterEach(cleanUp)

const delivery = { id: 'msg_1', type: 'invoice.paid', payload: { amount: 1200 } }
const retries = { schedule: [1000, 60_000, 3_600_000] }

test.each<{ name: string; reply: Reply }>([
  { name: '408', reply: 408 },
  { name: '425', reply: 425 },
  { name: '429', reply: 429 },
  { name: '500', reply: 500 },
  { name: '502', reply: 502 },
  { name: '503', reply: 503 },
  { name: '599', reply: 599 },
  { name: 'a reset', reply: 'reset' },
  { name: 'a connection closed without an answer', reply: (request) => request.socket.end() },
  { name: 'an answer that is no HTTP', reply: (request) => request.socket.end('nonsense\r\n\r\n') },
  { name: 'headers that break off', reply: (request) => request.socket.end('HTTP/1.1 200 OK\r\nx-a: ') },
])('tries again after $name, at the time of the schedule', async ({ reply }) => {
  const server = await scriptedServer(reply, reply)
  const attempts = observeAttempts()
  const { sender, clock } = senderTo([server.port], { retries })

  const result = sender.send({ url: server.url, ...delivery })
  expect(await passRetries(attempts, clock, 2)).toEqual([1000, 60_000])

  expect(await result).toMatchObject({ id: 'msg_1', outcome: 'delivered', attempts: 3, status: 204 })
  expect(server.attempts).toHaveLength(3)
})

test('makes no attempt a millisecond before it is due', async () => {
  const server = await scriptedServer(500)
  const attempts = observeAttempts()
  const { sender, clock } = senderTo([server.port], { retries })

  const result = sender.send({ url: server.url, ...delivery })
  await attempts.first(1)
  clock.advance(999)
  // Another delivery goes its whole way meanwhile.
  await sender.send({ url: server.url, ...delivery, id: 'msg_2' })
  expect(server.attempts.map(({ headers }) => headers['webhook-id'])).toEqual(['msg_1', 'msg_2'])

  clock.advance(1)
  expect(await result).toMatchObject({ outcome: 'delivered', attempts: 2 })
})

test.each([400, 401, 403, 404, 409, 413, 415, 422, 451])('takes %i for a refusal', async (status) => {
  const server = await scriptedServer(status)
  const { sender } = senderTo([server.port], { retries })

  expect(await sender.send({ url: server.url, ...delivery })).toEqual({
    id: 'msg_1',
    outcome: 'refused',
    attempts: 1,
    status,
    reason: 'status',
  })
  expect(server.attempts).toHaveLength(1)
})

test.each([200, 201, 202, 204, 299])('takes %i for delivered', async (status) => {
  const server = await scriptedServer(status)
  const { sender } = senderTo([server.port])
  expect(await sender.send({ url: server.url, ...delivery })).toMatchObject({ outcome: 'delivered', status })
})

test('is exhausted when the schedule is used up', async () => {
  const server = await scriptedServer(500, 500, 500, 500)
  const attempts = observeAttempts()
  const deliveries = observeDeliveries()
  const { sender, clock } = senderTo([server.port], { retries })

  const result = sender.send({ url: server.url, ...delivery })
  expect(await passRetries(attempts, clock, 4)).toEqual([1000, 60_000, 3_600_000])

  expect(await result).toMatchObject({ outcome: 'exhausted', attempts: 4, status: 500 })
  clock.advance(365 * 86_400_000)
  await sender.send({ url: server.url, ...delivery, id: 'msg_2' })
  expect(server.attempts).toHaveLength(5)
  expect(deliveries.events[0]).toEqual({
    id: 'msg_1',
    type: 'invoice.paid',
    host: `127.0.0.1:${server.port}`,
    outcome: 'exhausted',
    attempts: 4,
    status: 500,
    reason: 'status',
    durationMs: 3_661_000,
  })
})

test('makes no retries with an empty schedule', async () => {
  const server = await scriptedServer(503)
  const { sender } = senderTo([server.port], { retries: { schedule: [] } })
  expect(await sender.send({ url: server.url, ...delivery })).toMatchObject({
    outcome: 'exhausted',
    attempts: 1,
  })
})

test('waits at random up to a bound that doubles, with a backoff', async () => {
  const server = await scriptedServer(...Array.from({ length: 7 }, () => 500))
  const attempts = observeAttempts()
  const { sender, clock } = senderTo([server.port], { retries: { maximum: 6, baseMs: 1000, capMs: 8000 } })

  const result = sender.send({ url: server.url, ...delivery })
  const delays = await passRetries(attempts, clock, 7)

  expect(await result).toMatchObject({ outcome: 'exhausted', attempts: 7 })
  expect(delays).toHaveLength(6)
  const bounds = [1000, 2000, 4000, 8000, 8000, 8000]
  for (const [index, bound] of bounds.entries()) expect(delays[index]).toBeLessThan(bound)
})

test.each([
  { name: 'seconds', value: () => '120', delay: 120_000 },
  { name: 'an HTTP date', value: (now: number) => new Date(now + 90_000).toUTCString(), delay: 90_000 },
  { name: 'more than the cap', value: () => '86400', delay: 600_000 },
  { name: 'less than the schedule', value: () => '0', delay: 1000 },
  { name: 'a date in the past', value: () => 'Tue, 01 Jan 2019 00:00:00 GMT', delay: 1000 },
  { name: 'nonsense', value: () => 'soon', delay: 1000 },
])('heeds Retry-After: $name', async ({ value, delay }) => {
  const attempts = observeAttempts()
  const server = await scriptedServer()
  const { sender, clock } = senderTo([server.port], { retries, retryAfterCapMs: 600_000 })
  clock.advance(1000 - (clock.now() % 1000))
  server.replies.push({ status: 429, headers: { 'retry-after': value(clock.now()) } })

  const result = sender.send({ url: server.url, ...delivery })
  expect(await passRetries(attempts, clock, 1)).toEqual([delay])
  expect(await result).toMatchObject({ outcome: 'delivered', attempts: 2 })
})

test('disables a URL that is gone, until it is enabled', async () => {
  const server = await scriptedServer(410)
  const { sender } = senderTo([server.port])

  expect(await sender.send({ url: server.url, ...delivery })).toMatchObject({ outcome: 'gone', status: 410 })
  expect(await sender.send({ url: `${server.url}#again`, ...delivery, id: 'msg_2' })).toMatchObject({
    outcome: 'disabled',
    attempts: 0,
  })
  expect(server.attempts).toHaveLength(1)
  expect(await sender.send({ url: `${server.url}/other`, ...delivery })).toMatchObject({
    outcome: 'delivered',
  })

  expect(sender.enable(server.url)).toBe(true)
  expect(await sender.send({ url: server.url, ...delivery, id: 'msg_2' })).toMatchObject({
    outcome: 'delivered',
  })
})

test('ends the retries to a URL that is gone meanwhile', async () => {
  const server = await scriptedServer(500, 410)
  const attempts = observeAttempts()
  const { sender, clock } = senderTo([server.port], { retries })

  const first = sender.send({ url: server.url, ...delivery })
  await attempts.first(1)
  await sender.send({ url: server.url, ...delivery, id: 'msg_2' })
  clock.advance(1000)
  expect(await first).toMatchObject({ outcome: 'disabled', attempts: 1 })
})

test('delivers to a receiver that crashed, once it is back', async () => {
  const port = randomPort()
  const before = new ScriptedServer()
  before.replies.push('hang')
  const crashing = createServer(before.listener)
  await listen(crashing, port)
  const attempts = observeAttempts()
  const { sender, clock } = senderTo([port], { retries })

  const results = ['msg_1', 'msg_2', 'msg_3'].map((id) =>
    sender.send({ url: `http://127.0.0.1:${port}/`, ...delivery, id }),
  )
  await before.first(3)
  await stop(crashing)
  await attempts.first(3)
  clock.advance(1000)
  // Nobody listens.
  expect((await attempts.first(4)).at(-1)).toMatchObject({ outcome: 'failed', reason: 'connection' })

  const after = new ScriptedServer()
  await listen(createServer(after.listener), port)
  clock.advance(60_000)
  await after.first(1)
  const outcomes = (await Promise.all(results)).map(({ outcome }) => outcome)
  expect(outcomes).toEqual(['delivered', 'delivered', 'delivered'])
  const received = [...before.attempts, ...after.attempts].map(({ headers }) => headers['webhook-id'])
  expect(new Set(received)).toEqual(new Set(['msg_1', 'msg_2', 'msg_3']))
})
