import { getEventListeners } from 'node:events'
import type { ServerResponse } from 'node:http'
import { Agent } from 'undici'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { eventually } from '@postern/testing/eventually'
import { type Answer, type Deadlines, exchange } from '../src/exchange.js'
import { type Reply, type ScriptedServer, scriptedServer } from './scripted-server.js'

afterEach(cleanUp)

// Nothing else sets timers of as long.
const deadlines = { headersMs: 9999, totalMs: 11_111 }

/** Sends to scripted servers by connections that are used again. */
function exchanger() {
  const agent = new Agent({ connections: 1, pipelining: 1 })
  onCleanUp(() => agent.destroy())
  return (
    server: ScriptedServer,
    { limits = deadlines, signal = new AbortController().signal, search = '' } = {},
  ): Promise<Answer> => {
    const url = new URL(server.url + search)
    const request = { url, method: 'POST', headers: { 'x-a': 'b' }, body: Buffer.from('{}') }
    return exchange(agent, request, limits, signal)
  }
}

/** Tells how many timers of these were set, and how many of them were not taken away. */
function timersOf({ headersMs, totalMs }: Deadlines): () => { set: number; left: number } {
  const set = jest.spyOn(globalThis, 'setTimeout')
  const cleared = jest.spyOn(globalThis, 'clearTimeout')
  onCleanUp(() => {
    set.mockRestore()
    cleared.mockRestore()
  })
  return () => {
    const timers = set.mock.results
      .filter((_result, index) => [headersMs, totalMs].includes(set.mock.calls[index]![1]!))
      .map(({ value }) => value as NodeJS.Timeout)
    const gone = new Set(cleared.mock.calls.map(([timer]) => timer))
    return { set: timers.length, left: timers.filter((timer) => !gone.has(timer)).length }
  }
}

/** Replies, and notes the ports that requests come from, and which connections have ended. */
function noting(perform: (response: ServerResponse) => void) {
  const noted = { ports: [] as (number | undefined)[], ended: 0 }
  const reply: Reply = ({ socket }, response) => {
    noted.ports.push(socket.remotePort)
    socket.once('close', () => {
      noted.ended += 1
    })
    perform(response)
  }
  return { noted, reply }
}

test('sends path and search, method, headers and bytes', async () => {
  const server = await scriptedServer(204)
  expect(await exchanger()(server, { search: '?tenant=1&a=%20' })).toEqual({ status: 204 })
  expect(server.attempts).toMatchObject([
    { method: 'POST', url: '/hooks?tenant=1&a=%20', headers: { 'x-a': 'b' }, body: Buffer.from('{}') },
  ])
})

test.each([
  { name: 'uses the connection again after a body of 64 KiB', bytes: 65_536, connections: 1 },
  { name: 'ends the connection where the body is larger', bytes: 65_537, connections: 2 },
])('$name', async ({ bytes, connections }) => {
  const { noted, reply } = noting((response) => response.writeHead(500).end(Buffer.alloc(bytes)))
  const server = await scriptedServer(reply, reply)
  const send = exchanger()
  expect(await send(server)).toEqual({ status: 500 })
  expect(await send(server)).toEqual({ status: 500 })
  expect(new Set(noted.ports).size).toBe(connections)
})

test('counts all parts of a body', async () => {
  const { noted, reply } = noting((response) => {
    response.writeHead(200)
    let left = 40
    const write = () => {
      left -= 1
      if (left > 0) response.write(Buffer.alloc(4096), () => setImmediate(write))
      else response.end()
    }
    write()
  })
  const server = await scriptedServer(reply)
  await exchanger()(server)
  await eventually('the connection has ended', () => noted.ended === 1)
})

test.each([
  { name: 'headers-timeout', limits: { headersMs: 51, totalMs: 11_111 } },
  { name: 'total-timeout', limits: { headersMs: 9999, totalMs: 51 } },
])('ends the connection at a $name, and leaves no timer', async ({ name, limits }) => {
  const timers = timersOf(limits)
  const { noted, reply } = noting(() => undefined)
  const server = await scriptedServer(reply)
  await expect(exchanger()(server, { limits })).rejects.toMatchObject({ reason: name })
  expect(timers()).toEqual({ set: 2, left: 0 })
  await eventually('the connection has ended', () => noted.ended === 1)
})

test('gives up at a signal: ends the connection, leaves no timer, and listens no more', async () => {
  const timers = timersOf(deadlines)
  const { noted, reply } = noting(() => undefined)
  const server = await scriptedServer(reply)
  const controller = new AbortController()
  const answer = exchanger()(server, { signal: controller.signal })
  await server.first(1)
  controller.abort()
  await expect(answer).rejects.toMatchObject({ reason: 'closed' })
  expect(timers()).toEqual({ set: 2, left: 0 })
  expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  await eventually('the connection has ended', () => noted.ended === 1)
})

test('sends nothing when the signal was aborted before', async () => {
  const timers = timersOf(deadlines)
  const server = await scriptedServer()
  const send = exchanger()
  await expect(send(server, { signal: AbortSignal.abort() })).rejects.toMatchObject({ reason: 'closed' })
  expect(timers()).toEqual({ set: 1, left: 0 })
  await send(server)
  expect(server.attempts).toHaveLength(1)
})

test.each<{ name: string; reply: Reply }>([
  { name: 'an answer', reply: 204 },
  { name: 'a reset', reply: 'reset' },
])('leaves neither timers nor listeners after $name', async ({ reply }) => {
  const timers = timersOf(deadlines)
  const server = await scriptedServer(reply)
  const { signal } = new AbortController()
  await exchanger()(server, { signal }).catch(() => undefined)
  expect(timers()).toEqual({ set: 2, left: 0 })
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('takes the answer after an interim one', async () => {
  const server = await scriptedServer((_request, response) => {
    response.writeEarlyHints({ link: '</a>; rel=preload' })
    response.writeHead(202).end()
  })
  expect(await exchanger()(server)).toEqual({ status: 202 })
})

test('takes an interim answer for none', async () => {
  const server = await scriptedServer((_request, response) => {
    response.writeEarlyHints({ link: '</a>; rel=preload' })
  })
  const limits = { headersMs: 100, totalMs: 12_000 }
  await expect(exchanger()(server, { limits })).rejects.toMatchObject({ reason: 'headers-timeout' })
})

test('gives a body the time that is left once there are headers', async () => {
  const { noted, reply } = noting((response) => {
    response.writeHead(200).write('a')
    setTimeout(() => response.end('b'), 900)
  })
  const server = await scriptedServer(reply, reply)
  const send = exchanger()
  const limits = { headersMs: 600, totalMs: 12_000 }
  await send(server, { limits })
  await send(server, { limits })
  expect(new Set(noted.ports).size).toBe(1)
})

test('takes the status for the answer though the connection breaks in its body', async () => {
  const server = await scriptedServer((request, response) => {
    response.writeHead(200, { 'content-length': '10' }).write('a', () => request.socket.destroy())
  })
  expect(await exchanger()(server)).toEqual({ status: 200 })
})

test('takes the first Retry-After of several', async () => {
  const server = await scriptedServer((_request, response) => {
    response.writeHead(503, [
      ['retry-after', '7'],
      ['retry-after', '9'],
    ])
    response.end()
  })
  expect(await exchanger()(server)).toEqual({ status: 503, retryAfter: '7' })
})
