import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, LookupFunction, Socket } from 'node:net'
import { promisify } from 'node:util'
import { defineScheme, fermyon, timestampedHmac } from '@postern/core'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import fc from 'fast-check'
import { guardedConnector } from '../src/connector.js'
import { DestinationGuard } from '../src/destination-guard.js'
import { Networks } from '../src/networks.js'
import { scriptedServer } from './scripted-server.js'
import { senderTo } from './sender-under-test.js'

afterEach(cleanUp)

const payload = { amount: 1200 }

/** Notes who connects, and what is asked, and answers with 204. */
async function trap(host: string, port = 0) {
  const requests: string[] = []
  const sockets: Socket[] = []
  const server = createServer(({ url, rawHeaders }, response) => {
    requests.push([url, ...rawHeaders].join(' '))
    response.writeHead(204).end()
  })
  server.on('connection', (socket) => sockets.push(socket))
  server.listen(port, host)
  await once(server, 'listening')
  onCleanUp(() => {
    server.close()
    server.closeAllConnections()
  })
  return { port: (server.address() as AddressInfo).port, requests, sockets }
}

const address = (text: string) => ({ address: text, family: 4 })

test.each([
  { name: 'last', answer: ['127.0.0.1', '127.0.0.2'] },
  { name: 'first', answer: ['127.0.0.2', '127.0.0.1'] },
])('connects to none of the addresses of a host when the $name is not allowed', async ({ answer }) => {
  const good = await trap('127.0.0.1')
  const bad = await trap('127.0.0.2', good.port)
  const { sender } = senderTo([], {
    destinations: {
      allow: ['127.0.0.1'],
      ports: [good.port],
      http: true,
      resolve: () => Promise.resolve(answer.map(address)),
    },
  })
  const url = `http://mixed.example:${good.port}/`
  expect(await sender.send({ url, id: 'msg_1', payload })).toMatchObject({ reason: 'destination-address' })
  expect([good.sockets, bad.sockets]).toEqual([[], []])
})

test('checks the address of a connection once more, as if a lookup had not', async () => {
  const server = await trap('127.0.0.1')
  const careless: LookupFunction = (_hostname, _options, callback) => {
    callback(null, [address('127.0.0.1')])
  }
  const guard = Object.assign(new DestinationGuard(), { lookup: careless })
  const connect = guardedConnector({ guard, connectMs: 1000, authorities: undefined, pins: undefined })
  const connected = promisify(connect)({
    hostname: 'careless.example',
    port: String(server.port),
    protocol: 'http:',
  })
  await expect(connected).rejects.toMatchObject({ reason: 'address' })
})

test('goes on to the next address of a host when one refuses connections', async () => {
  const server = await trap('127.0.0.2')
  const { sender } = senderTo([], {
    destinations: {
      allow: ['127.0.0.0/8'],
      ports: [server.port],
      http: true,
      resolve: () => Promise.resolve(['127.0.0.1', '127.0.0.2'].map(address)),
    },
  })
  const url = `http://two.example:${server.port}/`
  expect(await sender.send({ url, id: 'msg_1', payload })).toMatchObject({ outcome: 'delivered' })
})

test('uses an open connection for its own host alone, though another has the same address', async () => {
  const server = await trap('127.0.0.1')
  const { sender } = senderTo([], {
    destinations: {
      allow: ['allowed.example'],
      ports: [server.port],
      http: true,
      resolve: () => Promise.resolve([address('127.0.0.1')]),
    },
  })
  const send = (host: string, id: string) =>
    sender.send({ url: `http://${host}:${server.port}/`, id, payload })
  expect(await send('allowed.example', 'msg_1')).toMatchObject({ outcome: 'delivered' })
  for (const host of ['other.example', 'a.allowed.example', 'allowed.example.other', '127.0.0.1'])
    expect(await send(host, 'msg_2')).toMatchObject({ outcome: 'blocked', reason: 'destination-address' })
  expect(await send('allowed.example', 'msg_3')).toMatchObject({ outcome: 'delivered' })
  const host = expect.stringContaining(`host allowed.example:${server.port} `)
  expect(server.requests).toEqual([host, host])
})

test('reads an address as what it is, whatever a resolver says of its family', async () => {
  const server = await trap('127.0.0.1')
  const { sender } = senderTo([server.port], {
    destinations: {
      allow: ['127.0.0.1'],
      ports: [server.port],
      http: true,
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 6 }]),
    },
  })
  const url = `http://six.example:${server.port}/`
  expect(await sender.send({ url, id: 'msg_1', payload })).toMatchObject({ outcome: 'delivered' })
})

test.each(['0177.0.0.1', '127.1', '2130706433', '::1%lo', 'localhost', '', undefined])(
  'blocks a host of which a resolver says %p',
  async (answer) => {
    const server = await trap('127.0.0.1')
    const { sender } = senderTo([], {
      destinations: {
        allow: ['::1', '127.0.0.0/8'],
        ports: [server.port],
        http: true,
        resolve: () => Promise.resolve([address(answer as string)]),
      },
    })
    const url = `http://odd.example:${server.port}/`
    expect(await sender.send({ url, id: 'msg_1', payload })).toMatchObject({ outcome: 'blocked' })
    expect(server.sockets).toEqual([])
  },
)

const injection = 'x\r\nx-injected: 1\r\n\r\nPOST /injected HTTP/1.1'

const typed = defineScheme({
  name: 'typed',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
  event: { id: { header: 'x-id' }, type: { header: 'x-type' } },
})

test.each([
  { name: 'id', change: { id: injection } },
  { name: 'type', change: { type: injection } },
  { name: 'contentType', change: { contentType: injection } },
])('refuses a delivery that would write a header by its $name', async ({ change }) => {
  const server = await trap('127.0.0.1')
  const { sender } = senderTo([server.port], { scheme: typed({ secrets: 'k'.repeat(32) }) })
  const send = (delivery: object) =>
    sender.send({ url: `http://127.0.0.1:${server.port}/`, id: 'msg_1', type: 'a', payload, ...delivery })
  expect(await send({})).toMatchObject({ outcome: 'delivered' })
  await expect(send(change)).rejects.toThrow(TypeError)
  expect(server.requests).toHaveLength(1)
})

test('no header gets in by the URL, raw, encoded, or in letters whose low byte is a line feed', async () => {
  const server = await scriptedServer()
  const { sender } = senderTo([server.port])
  const tails = ['?\r\nx-injected: 1', '?%0d%0ax-injected:1', '?\u010d\u010ax-injected: 1', '/\\..\\\r\n\tx']
  for (const [at, tail] of tails.entries())
    await sender.send({ url: server.url + tail, id: `msg_${at}`, payload })
  expect(server.attempts).toHaveLength(tails.length)
  for (const { url, headers } of server.attempts) {
    expect(url).toMatch(/^\/hooks[\x21-\x7e]*$/)
    expect(headers).not.toHaveProperty('x-injected')
  }
})

test.each([
  { name: 'timestampedHmac', scheme: timestampedHmac({ secrets: 'k'.repeat(32) }) },
  { name: 'fermyon', scheme: fermyon({ secrets: 'k'.repeat(32) }) },
])('an id stays out of the request where the scheme has no header for it: $name', async ({ scheme }) => {
  const server = await trap('127.0.0.1')
  const { sender } = senderTo([server.port], { scheme })
  const url = `http://127.0.0.1:${server.port}/`
  expect(await sender.send({ url, id: injection, payload })).toMatchObject({ outcome: 'delivered' })
  expect(server.requests.join('')).not.toContain('injected')
})

test.each([
  { version: 4, bits: 32n, text: (value: bigint) => groupsOf(value, 4, 8n).join('.') },
  {
    version: 6,
    bits: 128n,
    text: (value: bigint) =>
      groupsOf(value, 8, 16n)
        .map((group) => group.toString(16))
        .join(':'),
  },
])('a network of IPv$version has the addresses from its first to its last', ({ bits, text }) => {
  const cases = fc.record({
    base: fc.bigInt(0n, 2n ** bits - 1n),
    length: fc.integer({ min: 0, max: Number(bits) }),
    isAtEnd: fc.boolean(),
    distance: fc.bigInt(-2n, 2n),
  })
  fc.assert(
    fc.property(cases, ({ base, length, isAtEnd, distance }) => {
      const size = 2n ** (bits - BigInt(length))
      const first = base - (base % size)
      const last = first + size - 1n
      const tried = (isAtEnd ? last : first) + distance
      fc.pre(tried >= 0n && tried < 2n ** bits)
      const networks = new Networks([`${text(base)}/${length}`])
      expect(networks.includes(text(tried))).toBe(tried >= first && tried <= last)
    }),
  )
})

function groupsOf(value: bigint, count: number, bits: bigint): bigint[] {
  return Array.from({ length: count }, (_, at) =>
    BigInt.asUintN(Number(bits), value >> (bits * BigInt(count - 1 - at))),
  )
}
