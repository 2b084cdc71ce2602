import { createServer } from 'node:net'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { scriptedServer } from './scripted-server.js'
import { senderTo } from './sender-under-test.js'

afterEach(cleanUp)

const delivery = { id: 'msg_1', payload: { amount: 1200 } }
const retries = { schedule: [] }

test('gives up an attempt whose answer does not begin', async () => {
  const server = await scriptedServer('hang')
  const { sender } = senderTo([server.port], { retries, headersMs: 100 })
  expect(await sender.send({ url: server.url, ...delivery })).toMatchObject({
    outcome: 'exhausted',
    reason: 'headers-timeout',
  })
})

test('gives up an attempt as a whole', async () => {
  const server = await scriptedServer('hang')
  const { sender } = senderTo([server.port], { retries, totalMs: 100 })
  expect(await sender.send({ url: server.url, ...delivery })).toMatchObject({ reason: 'total-timeout' })
})

test('gives up an attempt whose answer’s headers trickle', async () => {
  const server = await scriptedServer(({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    const timer = setInterval(() => socket.write('x-a: b\r\n'), 20)
    socket.on('close', () => {
      clearInterval(timer)
    })
  })
  const { sender } = senderTo([server.port], { retries, headersMs: 100, totalMs: 200 })
  expect(await sender.send({ url: server.url, ...delivery })).toMatchObject({ reason: 'headers-timeout' })
})

/** A server under a name that resolves when the test says so. */
async function underSlowName(options: Parameters<typeof senderTo>[1]) {
  const server = await scriptedServer()
  let answer: (addresses: { address: string; family: number }[]) => void = () => undefined
  const { sender } = senderTo([], {
    retries,
    destinations: {
      allow: ['127.0.0.1'],
      ports: [server.port],
      http: true,
      resolve: () =>
        new Promise((resolve) => {
          answer = resolve
        }),
    },
    ...options,
  })
  const resolves = () => {
    answer([{ address: '127.0.0.1', family: 4 }])
  }
  return { server, sender, url: `http://slow.example:${server.port}/`, resolves }
}

test('gives up a name that does not resolve in time, and does not send when it does', async () => {
  const { server, sender, url, resolves } = await underSlowName({ connectMs: 100 })
  expect(await sender.send({ url, ...delivery })).toMatchObject({ reason: 'connect-timeout' })
  resolves()
  await new Promise((resolve) => setImmediate(resolve))
  expect(server.attempts).toHaveLength(0)
})

test('sends nothing when the attempt was given up before there was a connection', async () => {
  const { server, sender, url, resolves } = await underSlowName({ totalMs: 50 })
  expect(await sender.send({ url, ...delivery })).toMatchObject({ reason: 'total-timeout' })
  resolves()
  expect(await sender.send({ url: server.url, ...delivery, id: 'msg_2' })).toMatchObject({
    outcome: 'delivered',
  })
  expect(server.attempts.map(({ headers }) => headers['webhook-id'])).toEqual(['msg_2'])
})

test('tries again when nobody listens', async () => {
  const closed = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => closed.once('listening', resolve))
  const { port } = closed.address() as { port: number }
  await new Promise((resolve) => closed.close(resolve))
  const { sender } = senderTo([port], { retries })
  expect(await sender.send({ url: `http://127.0.0.1:${port}/`, ...delivery })).toMatchObject({
    outcome: 'exhausted',
    reason: 'connection',
  })
})

test('takes the status for the answer though its body never ends', async () => {
  const server = await scriptedServer((_request, response) => {
    response.writeHead(200).write('and then')
  })
  const { sender } = senderTo([server.port], { totalMs: 200 })
  expect(await sender.send({ url: server.url, ...delivery })).toMatchObject({ outcome: 'delivered' })
})

test('reads no more of a body than it must', async () => {
  let written = 0
  const server = await scriptedServer((_request, response) => {
    response.writeHead(200)
    const chunk = Buffer.alloc(64 * 1024)
    const write = () => {
      if (response.destroyed) return
      written += chunk.length
      response.write(chunk, write)
    }
    write()
    onCleanUp(() => response.destroy())
  })
  const { sender } = senderTo([server.port])
  expect(await sender.send({ url: server.url, ...delivery })).toMatchObject({ outcome: 'delivered' })
  expect(written).toBeLessThan(16 * 1024 * 1024)
})

test('takes headers that are too large for no answer', async () => {
  const server = await scriptedServer({ status: 200, headers: { 'x-large': 'a'.repeat(20_000) } })
  const { sender } = senderTo([server.port], { retries })
  expect(await sender.send({ url: server.url, ...delivery })).toMatchObject({
    outcome: 'exhausted',
    reason: 'connection',
  })
})
