import { createServer } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { DestinationGuard } from '../src/destination-guard.js'
import { isPublicAddress } from '../src/networks.js'
import { scriptedServer } from './scripted-server.js'
import { observeAttempts, senderTo } from './sender-under-test.js'

afterEach(cleanUp)

const delivery = { id: 'msg_1', payload: { secret: 'of the payload' } }

// Each as a URL with every port and http allowed, so that its host alone is what refuses it.
const hostile = [
  // Loopback, in the forms that WHATWG URLs have for it.
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '017700000001',
  '0177.0.0.1',
  '127.0.0.1.',
  '%31%32%37.0.0.1',
  '１２７.0.0.1',
  '127。0。0。1',
  '①②⑦.0.0.1',
  '𝟏𝟐𝟕.0.0.1',
  '⓪ｘ7f.1',
  '127｡0｡0｡1',
  '12\u00ad7.0.0.1',
  '127\u200b.0.0.1',
  '127%2E0%2e0.1',
  '1\n27.0.\t0.1',
  '00000000177.1.',
  '0x7F.0X0.0.1',
  '@127.0.0.1',
  '/127.0.0.1',
  '127.0.0.1\\@example.com',
  '127.0.0.1#@example.com',
  '127.0.0.1?.example.com',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::a00:1]',
  '[2002:7f00:1::1]',
  '[2002:a9fe:a9fe::]',
  '[2001:0:7f00:1:0:0:0:0]',
  '[2001:0:4136:e378:8000:63bf:80ff:fffe]',
  // This host and this network.
  '0.0.0.0',
  '0',
  '0x',
  '0.1.2.3',
  '[::]',
  '[::ffff:0.0.0.0]',
  // Private.
  '10.0.0.1',
  '10.255.255.255',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '3232235521',
  '0xc0a80001',
  '0300.0250.0.1',
  '[::ffff:10.0.0.1]',
  '[fc00::1]',
  '[fd12:3456:789a::1]',
  '[fec0::1]',
  // Carriers' NAT, and metadata behind it.
  '100.64.0.1',
  '100.127.255.255',
  '100.100.100.200',
  // Link-local, and the metadata of clouds.
  '169.254.0.1',
  '169.254.169.254',
  '169.254.170.2',
  '169.254.0.23',
  '169.254.42.42',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '[::ffff:169.254.169.254]',
  '[fe80::1]',
  '[febf::1]',
  '[fe80::a9fe:a9fe]',
  '[fd00:42::42]',
  '[fd00:c1::a9fe:a9fe]',
  '[fd00:ec2::254]',
  '[fd20:ce::254]',
  '168.63.129.16',
  '192.0.0.192',
  // Multicast, broadcast, reserved.
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '4294967295',
  '[ff02::1]',
  '[ff0e::1]',
  // Documentation and benchmarks.
  '192.0.2.1',
  '198.51.100.1',
  '203.0.113.1',
  '198.18.0.1',
  '198.19.255.255',
  '[2001:db8::1]',
  '[3fff::1]',
  '[2001:2::1]',
  // Others that are no hosts of the Internet.
  '192.88.99.1',
  '[100::1]',
  '[4000::1]',
  '[5f00::1]',
  '[8000::1]',
]

test.each(hostile)('refuses http://%s/', (host) => {
  const guard = new DestinationGuard({ http: true })
  expect(() => guard.parse(`http://${host}/`)).toThrow(
    expect.objectContaining({ name: 'DestinationError', code: 'ERR_SENDER_DESTINATION', reason: 'address' }),
  )
})

test.each([
  { url: 'https://[fe80::1%25eth0]/', reason: 'malformed' },
  { url: 'https://[fe80::1%eth0]/', reason: 'malformed' },
  { url: 'https://127.0.0.1.1/', reason: 'malformed' },
  { url: 'https://256.256.256.256/', reason: 'malformed' },
  { url: 'https://exa mple.com/', reason: 'malformed' },
  { url: 'https:///', reason: 'malformed' },
  { url: '//example.com/', reason: 'malformed' },
  { url: '/hooks', reason: 'malformed' },
  { url: '', reason: 'malformed' },
  { url: 'http://example.com/', reason: 'protocol' },
  { url: 'ftp://example.com/', reason: 'protocol' },
  { url: 'file:///etc/passwd', reason: 'protocol' },
  { url: 'gopher://example.com:25/', reason: 'protocol' },
  { url: 'data:text/plain,hello', reason: 'protocol' },
  { url: 'javascript:alert(1)', reason: 'protocol' },
  { url: 'unix:/var/run/docker.sock', reason: 'protocol' },
  { url: 'https://user@example.com/', reason: 'user-info' },
  { url: 'https://user:password@example.com/', reason: 'user-info' },
  { url: 'https://:password@example.com/', reason: 'user-info' },
  { url: 'https://example.com@127.0.0.1/', reason: 'user-info' },
  { url: 'https://example.com%2f@127.0.0.1/', reason: 'user-info' },
  { url: 'https://127.0.0.1%00.example.com/', reason: 'malformed' },
  { url: 'https://[127.0.0.1]/', reason: 'malformed' },
  { url: 'https://::1/', reason: 'malformed' },
  { url: 'https://example.com:0/', reason: 'port' },
  { url: 'https://example.com:65536/', reason: 'malformed' },
  { url: 'https://example.com:80/', reason: 'port' },
  { url: 'https://example.com:6379/', reason: 'port' },
  { url: 'https://example.com:8443/', reason: 'port' },
])('refuses $url by default: $reason', ({ url, reason }) => {
  expect(() => new DestinationGuard().parse(url)).toThrow(expect.objectContaining({ reason }))
})

test.each([
  'https://example.com/',
  'https://example.com:443/hooks?token=1',
  'https://example.com./',
  'https://1.1.1.1/',
  'https://[2606:4700::1111]/',
  'https://172.15.255.255/',
  'https://172.32.0.0/',
  'https://100.63.255.255/',
  'https://100.128.0.0/',
  'https://[::ffff:1.1.1.1]/',
  // Where there is IPv6 alone, DNS64 gives the hosts of IPv4 such addresses (RFC 6147).
  'https://[64:ff9b::101:101]/',
])('lets through %s', (url) => {
  expect(new DestinationGuard().parse(url).href).toBe(new URL(url).href)
})

test('has any port where that is asked for, and else those that are named', () => {
  const parse = (url: string, ports?: readonly number[] | 'any') => new DestinationGuard({ ports }).parse(url)
  expect(parse('https://1.1.1.1:8443/', 'any').port).toBe('8443')
  expect(() => parse('https://1.1.1.1:0/', 'any')).toThrow(expect.objectContaining({ reason: 'port' }))
  expect(() => parse('https://10.0.0.1:8443/', 'any')).toThrow(expect.objectContaining({ reason: 'address' }))
  expect(() => parse('http://1.1.1.1:8443/', 'any')).toThrow(expect.objectContaining({ reason: 'protocol' }))
  expect(parse('https://1.1.1.1:8443/', [8443]).port).toBe('8443')
  expect(() => parse('https://1.1.1.1/', [8443])).toThrow(expect.objectContaining({ reason: 'port' }))
  expect(() => parse('https://1.1.1.1:8443/')).toThrow(expect.objectContaining({ reason: 'port' }))
})

// The registries of special-purpose addresses as of 2025. Of what they list as globally reachable, all but DNS64's is
// anycast: AS112 (RFC 7534, 7535), AMT (RFC 7450), PCP (RFC 7723), TURN (RFC 8155) and SRP (RFC 9665).
test.each([
  { network: '0.0.0.0/8', first: '0.0.0.0', last: '0.255.255.255' },
  { network: '10.0.0.0/8', first: '10.0.0.0', last: '10.255.255.255' },
  { network: '100.64.0.0/10', first: '100.64.0.0', last: '100.127.255.255' },
  { network: '127.0.0.0/8', first: '127.0.0.0', last: '127.255.255.255' },
  { network: '169.254.0.0/16', first: '169.254.0.0', last: '169.254.255.255' },
  { network: '172.16.0.0/12', first: '172.16.0.0', last: '172.31.255.255' },
  { network: '192.0.0.0/24', first: '192.0.0.0', last: '192.0.0.255' },
  { network: '192.0.2.0/24', first: '192.0.2.0', last: '192.0.2.255' },
  { network: '192.31.196.0/24', first: '192.31.196.0', last: '192.31.196.255' },
  { network: '192.52.193.0/24', first: '192.52.193.0', last: '192.52.193.255' },
  { network: '192.88.99.0/24', first: '192.88.99.0', last: '192.88.99.255' },
  { network: '192.168.0.0/16', first: '192.168.0.0', last: '192.168.255.255' },
  { network: '192.175.48.0/24', first: '192.175.48.0', last: '192.175.48.255' },
  { network: '198.18.0.0/15', first: '198.18.0.0', last: '198.19.255.255' },
  { network: '198.51.100.0/24', first: '198.51.100.0', last: '198.51.100.255' },
  { network: '203.0.113.0/24', first: '203.0.113.0', last: '203.0.113.255' },
  { network: '240.0.0.0/4', first: '240.0.0.0', last: '255.255.255.255' },
  { network: '::/128', first: '::', last: '::' },
  { network: '::1/128', first: '::1', last: '::1' },
  { network: '64:ff9b:1::/48', first: '64:ff9b:1::', last: '64:ff9b:1:ffff:ffff:ffff:ffff:ffff' },
  { network: '100::/64', first: '100::', last: '100::ffff:ffff:ffff:ffff' },
  { network: '100:0:0:1::/64', first: '100:0:0:1::', last: '100::1:ffff:ffff:ffff:ffff' },
  { network: '2001::/23', first: '2001::', last: '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff' },
  { network: '2001::/32', first: '2001::', last: '2001:0:ffff:ffff:ffff:ffff:ffff:ffff' },
  { network: '2001:1::1/128', first: '2001:1::1', last: '2001:1::1' },
  { network: '2001:1::2/128', first: '2001:1::2', last: '2001:1::2' },
  { network: '2001:1::3/128', first: '2001:1::3', last: '2001:1::3' },
  { network: '2001:2::/48', first: '2001:2::', last: '2001:2:0:ffff:ffff:ffff:ffff:ffff' },
  { network: '2001:3::/32', first: '2001:3::', last: '2001:3:ffff:ffff:ffff:ffff:ffff:ffff' },
  { network: '2001:4:112::/48', first: '2001:4:112::', last: '2001:4:112:ffff:ffff:ffff:ffff:ffff' },
  { network: '2001:10::/28', first: '2001:10::', last: '2001:1f:ffff:ffff:ffff:ffff:ffff:ffff' },
  { network: '2001:20::/28', first: '2001:20::', last: '2001:2f:ffff:ffff:ffff:ffff:ffff:ffff' },
  { network: '2001:30::/28', first: '2001:30::', last: '2001:3f:ffff:ffff:ffff:ffff:ffff:ffff' },
  { network: '2001:db8::/32', first: '2001:db8::', last: '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff' },
  { network: '2002::/16', first: '2002::', last: '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff' },
  { network: '2620:4f:8000::/48', first: '2620:4f:8000::', last: '2620:4f:8000:ffff:ffff:ffff:ffff:ffff' },
  { network: '3fff::/20', first: '3fff::', last: '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff' },
  { network: '5f00::/16', first: '5f00::', last: '5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff' },
  { network: 'fc00::/7', first: 'fc00::', last: 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff' },
  { network: 'fe80::/10', first: 'fe80::', last: 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff' },
  { network: 'fec0::/10', first: 'fec0::', last: 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff' },
  { network: 'ff00::/8', first: 'ff00::', last: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff' },
])('takes neither the first nor the last address of $network for a public one', ({ first, last }) => {
  expect([isPublicAddress(first), isPublicAddress(last)]).toEqual([false, false])
})

test('takes the neighbours of anycast addresses for public ones', () => {
  const neighbours = ['192.31.195.255', '192.31.197.0', '192.52.192.255', '192.52.194.0', '192.175.47.255']
  for (const address of [...neighbours, '192.175.49.0', '2620:4f:7fff:ffff::', '2620:4f:8001::'])
    expect([address, isPublicAddress(address)]).toEqual([address, true])
})

test.each(['fe80::1%eth0', '1.1.1.1%eth0', '2606:4700::1111%lo', 'example.com', '', '1.1.1', '1.1.1.1 '])(
  'takes %p, which a resolver may say, for no public address',
  (address) => {
    expect(isPublicAddress(address)).toBe(false)
  },
)

test('refuses a host if one of its addresses is not public', async () => {
  const guard = new DestinationGuard({
    resolve: () =>
      Promise.resolve([
        { address: '1.1.1.1', family: 4 },
        { address: '::ffff:10.0.0.1', family: 6 },
      ]),
  })
  await expect(guard.resolve('mixed.example')).rejects.toMatchObject({ reason: 'address' })
})

test('reads an address as what it is, whatever the resolver says of its family', async () => {
  const resolve = () =>
    Promise.resolve([
      { address: '2606:4700::1111', family: 4 },
      { address: '1.1.1.1', family: 6 },
    ])
  expect(await new DestinationGuard({ resolve }).resolve('lies.example')).toEqual([
    { address: '2606:4700::1111', family: 6 },
    { address: '1.1.1.1', family: 4 },
  ])
})

test('resolves names of this machine and refuses what they resolve to, with a dot at the end too', async () => {
  const guard = new DestinationGuard()
  await expect(guard.resolve('localhost')).rejects.toMatchObject({ reason: 'address' })
  await expect(guard.resolve('localhost.')).rejects.toMatchObject({ reason: 'address' })
})

describe('allow', () => {
  test.each([
    { allow: ['127.0.0.1'], url: 'https://127.0.0.1/' },
    { allow: ['10.1.0.0/16'], url: 'https://10.1.2.3/' },
    { allow: ['10.1.0.0/16'], url: 'https://[::ffff:10.1.2.3]/' },
    { allow: ['fd00::/8'], url: 'https://[fd00::1]/' },
    { allow: ['::1'], url: 'https://[::1]/' },
  ])('lets $allow through: $url', ({ allow, url }) => {
    expect(new DestinationGuard({ allow }).parse(url).href).toBe(url.replace('10.1.2.3]', 'a01:203]'))
  })

  test.each([
    { allow: ['10.1.0.0/16'], url: 'https://10.2.0.1/' },
    { allow: ['127.0.0.1'], url: 'https://127.0.0.2/' },
    { allow: ['fd00::/16'], url: 'https://[fd01::1]/' },
    { allow: ['hooks.internal'], url: 'https://10.0.0.1/' },
  ])('is no wider than it says: $allow, $url', ({ allow, url }) => {
    expect(() => new DestinationGuard({ allow }).parse(url)).toThrow(
      expect.objectContaining({ reason: 'address' }),
    )
  })

  test('takes a host by its name, whatever it resolves to, and no other', async () => {
    const resolve = () => Promise.resolve([{ address: '10.0.0.1', family: 4 }])
    const guard = new DestinationGuard({ allow: ['Hooks.Internal'], resolve })
    expect(await guard.resolve('hooks.internal.')).toEqual([{ address: '10.0.0.1', family: 4 }])
    await expect(guard.resolve('other.internal')).rejects.toMatchObject({ reason: 'address' })
    await expect(guard.resolve('a.hooks.internal')).rejects.toMatchObject({ reason: 'address' })
  })

  test.each([
    { allow: ['10.0.0.0/33'] },
    { allow: ['10.0.0/8'] },
    { allow: ['fe80::1%eth0'] },
    { allow: ['*.internal/24'] },
    { allow: ['https://hooks.internal'] },
    { allow: ['hooks.internal:8080'] },
    { allow: ['hooks.internal#'] },
    { allow: ['*.internal'] },
    { allow: [''] },
    { allow: 'hooks.internal' as unknown as string[] },
  ])('refuses $allow', ({ allow }) => {
    expect(() => new DestinationGuard({ allow })).toThrow(TypeError)
  })
})

test('connects nowhere when a name resolves to loopback', async () => {
  const server = await scriptedServer()
  const attempts = observeAttempts()
  const { sender } = senderTo([], {
    destinations: {
      ports: [server.port],
      http: true,
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    },
  })

  expect(await sender.send({ url: `http://rebind.example:${server.port}/`, ...delivery })).toEqual({
    id: 'msg_1',
    outcome: 'blocked',
    attempts: 1,
    reason: 'destination-address',
  })
  expect(server.attempts).toHaveLength(0)
  expect(attempts.events).toHaveLength(1)
})

test('gains nothing for a name that changes its address once it is checked', async () => {
  const inside = await scriptedServer()
  let asked = 0
  const { sender } = senderTo([], {
    retries: { schedule: [] },
    connectMs: 300,
    destinations: {
      ports: [inside.port],
      http: true,
      // Public for the check, loopback for the connection.
      resolve: () => {
        asked += 1
        return Promise.resolve([{ address: asked === 1 ? '1.1.1.1' : '127.0.0.1', family: 4 }])
      },
    },
  })

  const url = `http://rebind.example:${inside.port}/`
  await sender.check(url)
  expect(await sender.send({ url, ...delivery })).toMatchObject({ outcome: 'blocked' })
  expect(inside.attempts).toHaveLength(0)
})

test('asks for the address once for each connection, and connects to what it was told', async () => {
  const server = await scriptedServer((_request, response) => {
    response.writeHead(204, { connection: 'close' }).end()
  })
  let asked = 0
  const { sender } = senderTo([], {
    destinations: {
      allow: ['127.0.0.1'],
      ports: [server.port],
      http: true,
      resolve: () => {
        asked += 1
        return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }])
      },
    },
  })
  const url = `http://rebind.example:${server.port}/`
  expect(await sender.send({ url, ...delivery })).toMatchObject({ outcome: 'delivered' })
  expect(asked).toBe(1)
  expect(await sender.send({ url, ...delivery, id: 'msg_2' })).toMatchObject({ outcome: 'blocked' })
})

test.each([301, 302, 303, 307, 308])('does not follow a %i to a private address', async (status) => {
  const inside = await scriptedServer()
  const server = await scriptedServer({ status, headers: { location: inside.url } })
  const { sender } = senderTo([server.port, inside.port])

  expect(await sender.send({ url: server.url, ...delivery })).toEqual({
    id: 'msg_1',
    outcome: 'refused',
    attempts: 1,
    status,
    reason: 'redirect',
  })
  expect(server.attempts).toHaveLength(1)
  expect(inside.attempts).toHaveLength(0)
})

test('uses no proxy that the environment names', async () => {
  const proxy = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  let connections = 0
  proxy.on('connection', () => (connections += 1))
  onCleanUp(() => proxy.close())
  const { port } = proxy.address() as AddressInfo
  process.env['HTTP_PROXY'] = process.env['http_proxy'] = `http://127.0.0.1:${port}`
  onCleanUp(() => {
    delete process.env['HTTP_PROXY']
    delete process.env['http_proxy']
  })
  const server = await scriptedServer()
  const { sender } = senderTo([server.port])
  expect(await sender.send({ url: server.url, ...delivery })).toMatchObject({ outcome: 'delivered' })
  expect(connections).toBe(0)
})

test('says nothing of the URL in its errors', async () => {
  const { sender } = senderTo([])
  const error = await sender.enqueue({ url: 'https://user:hunter2@example.com/token', ...delivery }).then(
    () => undefined,
    (thrown: unknown) => thrown as Error,
  )
  expect(error?.message).toContain('user or password')
  expect(`${error?.message} ${JSON.stringify(error)}`).not.toMatch(/hunter2|token|example/)
})

test('judges a delivery by its own rules that another sender left in the outbox', async () => {
  const { memoryOutbox } = await import('@postern/sender')
  const outbox = memoryOutbox()
  const server = await scriptedServer('hang')
  const generous = senderTo([server.port], { outbox })
  await generous.sender.enqueue({ url: server.url, ...delivery })
  await server.first(1)
  await generous.sender.close({ withinMs: 1 })

  const attempts = observeAttempts()
  senderTo([], { outbox, destinations: {} })
  expect((await attempts.first(1))[0]).toMatchObject({ outcome: 'blocked', reason: 'destination-protocol' })
  expect(server.attempts).toHaveLength(1)
})
