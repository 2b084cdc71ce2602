import { createHash } from 'node:crypto'
import { execFile, execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createServer } from 'node:https'
import { createServer as createTlsServer, type TlsOptions, type TLSSocket } from 'node:tls'
import { memoryOutbox } from '@postern/sender'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { type Authority, type Certified, createAuthority, keyTypes } from './certificates.js'
import { listen, ScriptedServer, scriptedServer } from './scripted-server.js'
import { observeAttempts, senderTo } from './sender-under-test.js'

let authority: Authority
let strangers: Authority
let own: Certified
let backup: Certified

beforeAll(() => {
  authority = createAuthority()
  strangers = createAuthority()
  own = authority.issue(keyTypes['P-256'])
  backup = authority.issue(keyTypes['P-256'])
})
afterEach(cleanUp)

const delivery = { id: 'msg_1', payload: { amount: 1200 } }

/** The pin of a certificate by OpenSSL, as RFC 7469, appendix A, makes it. */
function pin({ cert }: Certified): string {
  const publicKey = execFileSync('openssl', ['x509', '-pubkey', '-noout'], { input: cert })
  const der = execFileSync('openssl', ['pkey', '-pubin', '-outform', 'der'], { input: publicKey })
  return `sha256/${createHash('sha256').update(der).digest('base64')}`
}

/** An HTTPS server on loopback that is https://hooks.example for the sender. */
async function start(certified: Certified, options: TlsOptions = {}) {
  const scripted = new ScriptedServer()
  const { cert, key } = certified
  const server = createServer({ cert, key, ...options }, scripted.listener)
  scripted.port = await listen(server)
  const connections: { resumed: boolean; servername: string | false | null | undefined }[] = []
  server.on('secureConnection', (socket: TLSSocket & { servername?: string | false | null }) => {
    connections.push({ resumed: socket.isSessionReused(), servername: socket.servername })
  })
  return { scripted, server, connections, url: `https://hooks.example:${scripted.port}/` }
}

function senderOf(port: number, options: Parameters<typeof senderTo>[1] = {}) {
  return senderTo([], {
    ca: authority.cert,
    retries: { schedule: [] },
    destinations: {
      allow: ['127.0.0.1'],
      ports: [port],
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    },
    ...options,
  })
}

test.each(Object.entries(keyTypes))('pins the key of a certificate: %s', async (_name, keyType) => {
  const certified = authority.issue(keyType)
  const { scripted, url } = await start(certified)
  const right = senderOf(scripted.port, { pins: [pin(certified), pin(backup)] })
  expect(await right.sender.send({ url, ...delivery })).toMatchObject({ outcome: 'delivered' })

  const wrong = senderOf(scripted.port, { pins: [pin(own), pin(backup)] })
  expect(await wrong.sender.send({ url, ...delivery })).toMatchObject({ outcome: 'exhausted', reason: 'pin' })
  expect(scripted.attempts).toHaveLength(1)
})

test('takes the backup key, in whatever order the pins are', async () => {
  const { scripted, url } = await start(backup)
  const pins = [pin(own), pin(backup)]
  for (const order of [pins, pins.toReversed()]) {
    const { sender } = senderOf(scripted.port, { pins: order })
    expect(await sender.send({ url, ...delivery })).toMatchObject({ outcome: 'delivered' })
  }
})

test('takes a renewed certificate of the same key', async () => {
  const renewed = authority.renew(own)
  expect(renewed.certificate.serialNumber).not.toBe(own.certificate.serialNumber)
  const { scripted, url } = await start(renewed)
  const { sender } = senderOf(scripted.port, { pins: [pin(own), pin(backup)] })
  expect(await sender.send({ url, ...delivery })).toMatchObject({ outcome: 'delivered' })
})

test('checks its pins for what a sender without pins has left in the outbox', async () => {
  const { scripted, url } = await start(own)
  const outbox = memoryOutbox()
  const before = senderOf(scripted.port, { outbox, retries: { schedule: [1000, 1000] } })
  const attempts = observeAttempts()
  scripted.replies.push(503)
  await before.sender.enqueue({ url, ...delivery })
  await attempts.first(1)
  await before.sender.close()
  const wrong = [pin(backup), `sha256/${Buffer.alloc(32).toString('base64')}`]
  const after = senderOf(scripted.port, { outbox, pins: wrong, clock: before.clock })
  after.clock.advance(1000)
  expect((await attempts.first(2))[1]).toMatchObject({ reason: 'pin' })
  expect(scripted.attempts).toHaveLength(1)
})

test('checks the pins of a delivery instead of the sender’s, on connections of their own', async () => {
  const { scripted, connections, url } = await start(own)
  const { sender } = senderOf(scripted.port)
  // A connection that is open, and was opened without pins.
  expect(await sender.send({ url, ...delivery })).toMatchObject({ outcome: 'delivered' })
  const wrong = [pin(backup), `sha256/${Buffer.alloc(32).toString('base64')}`]
  expect(await sender.send({ url, ...delivery, id: 'msg_2', pins: wrong })).toMatchObject({ reason: 'pin' })
  const right = [pin(own), pin(backup)]
  expect(await sender.send({ url, ...delivery, id: 'msg_3', pins: right })).toMatchObject({
    outcome: 'delivered',
  })
  // Of the wrong pins' connection, with TLS 1.3 the server may not have heard.
  expect(scripted.attempts).toHaveLength(2)
  expect(connections.length).toBeGreaterThanOrEqual(2)
})

test.each(['TLSv1.2', 'TLSv1.3'] as const)('resumes no session, with %s', async (version) => {
  const { scripted, server, connections, url } = await start(own, {
    minVersion: version,
    maxVersion: version,
  })
  const { sender } = senderOf(scripted.port, { pins: [pin(own), pin(backup)] })
  for (const id of ['msg_1', 'msg_2', 'msg_3']) {
    expect(await sender.send({ url, ...delivery, id })).toMatchObject({ outcome: 'delivered' })
    server.closeAllConnections()
  }
  const fresh = { resumed: false, servername: 'hooks.example' }
  expect(connections).toEqual([fresh, fresh, fresh])
})

test('checks the key again when a server that changed its key has the old session', async () => {
  const ticketKeys = Buffer.alloc(48, 7)
  const before = await start(own, { ticketKeys, maxVersion: 'TLSv1.2' })
  const { port } = before.scripted
  const { sender } = senderOf(port, { pins: [pin(own), `sha256/${Buffer.alloc(32).toString('base64')}`] })
  expect(await sender.send({ url: before.url, ...delivery })).toMatchObject({ outcome: 'delivered' })
  before.server.setSecureContext({ cert: backup.cert, key: backup.key, ticketKeys })
  before.server.closeAllConnections()
  expect(await sender.send({ url: before.url, ...delivery, id: 'msg_2' })).toMatchObject({ reason: 'pin' })
  expect(before.scripted.attempts).toHaveLength(1)
})

describe('a pin replaces neither the chain nor the name', () => {
  test.each([
    { name: 'an authority that is not trusted', issue: () => strangers.issue(keyTypes['P-256']) },
    { name: 'another host', issue: () => authority.issue(keyTypes['P-256'], 'other.example') },
  ])('$name', async ({ issue }) => {
    const certified = issue()
    const { scripted, url } = await start(certified)
    for (const options of [{}, { pins: [pin(certified), pin(backup)] }]) {
      const { sender } = senderOf(scripted.port, options)
      expect(await sender.send({ url, ...delivery })).toMatchObject({
        outcome: 'exhausted',
        reason: 'certificate',
      })
    }
    expect(scripted.attempts).toHaveLength(0)
  })
})

test('verifies certificates though the environment says not to', async () => {
  const { scripted } = await start(strangers.issue(keyTypes['P-256']))
  const root = join(__dirname, '../../..')
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
  // A process of its own: jest's has a copy of the environment, which Node does not look at.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [tsx, '--no-warnings', join(__dirname, 'sending-program.ts'), String(scripted.port)],
    { cwd: root, timeout: 15_000, env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' } },
  )
  expect(stdout).toBe('certificate\n')
  expect(scripted.attempts).toHaveLength(0)
})

test.each<{ name: string; options: TlsOptions }>([
  { name: 'TLS 1.1', options: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } },
  {
    name: 'CBC',
    options: { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA' },
  },
  { name: 'CCM', options: { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-CCM' } },
])('makes no connection by $name', async ({ options }) => {
  const { scripted, url } = await start(own, options)
  const { sender } = senderOf(scripted.port)
  expect(await sender.send({ url, ...delivery })).toMatchObject({
    outcome: 'exhausted',
    reason: 'connection',
  })
  expect(scripted.attempts).toHaveLength(0)
})

test('makes no connection by a key exchange without forward secrecy', async () => {
  const { scripted, url } = await start(authority.issue(keyTypes.rsa), {
    maxVersion: 'TLSv1.2',
    ciphers: 'AES128-GCM-SHA256:AES256-GCM-SHA384',
  })
  const { sender } = senderOf(scripted.port)
  expect(await sender.send({ url, ...delivery })).toMatchObject({ reason: 'connection' })
})

test.each([
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
])('connects by TLS 1.2 with %s', async (ciphers) => {
  const { scripted, url } = await start(own, { maxVersion: 'TLSv1.2', ciphers })
  const { sender } = senderOf(scripted.port)
  expect(await sender.send({ url, ...delivery })).toMatchObject({ outcome: 'delivered' })
})

test('gives up a TLS handshake that hangs', async () => {
  const { createServer: createTcpServer } = await import('node:net')
  const silent = createTcpServer((socket) => socket.on('error', () => undefined))
  silent.listen(0, '127.0.0.1')
  await new Promise((resolve) => silent.once('listening', resolve))
  onCleanUp(() => silent.close())
  const { port } = silent.address() as { port: number }
  const { sender } = senderOf(port, { connectMs: 100 })
  expect(await sender.send({ url: `https://hooks.example:${port}/`, ...delivery })).toMatchObject({
    outcome: 'exhausted',
    reason: 'connect-timeout',
  })
})

test('does not renegotiate', async () => {
  const errors: unknown[] = []
  const server = createTlsServer({ cert: own.cert, key: own.key, maxVersion: 'TLSv1.2' }, (socket) => {
    socket.on('error', (error) => errors.push(error))
    socket.once('data', () => {
      socket.renegotiate({}, (error) => {
        errors.push(error)
        socket.destroy()
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onCleanUp(() => server.close())
  const { port } = server.address() as { port: number }
  const { sender } = senderOf(port, { totalMs: 1000 })
  const result = await sender.send({ url: `https://hooks.example:${port}/`, ...delivery })
  expect(result).toMatchObject({ outcome: 'exhausted' })
  expect(errors).toEqual([expect.objectContaining({ code: 'ERR_SSL_NO_RENEGOTIATION' })])
})

test.each<{ name: string; pins: unknown }>([
  { name: 'one', pins: ['sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='] },
  {
    name: 'the same twice',
    pins: Array.from({ length: 2 }, () => 'sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='),
  },
  { name: 'none', pins: [] },
  { name: 'another hash', pins: ['sha1/AAAA', 'sha1/BBBB'] },
  { name: 'no base64', pins: ['sha256/zzz', 'sha256/yyy'] },
  { name: 'no list', pins: 'sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' },
])('refuses pins that are $name', ({ pins }) => {
  expect(() => senderTo([], { pins: pins as string[] })).toThrow(TypeError)
})

test('refuses pins for a URL without TLS', async () => {
  const pins = [pin(own), pin(backup)]
  const blocked = { id: 'msg_1', outcome: 'blocked', reason: 'destination-pins' }
  const url = 'http://127.0.0.1/'
  // Before it is in the outbox.
  const all = senderTo([80], { pins })
  expect(await all.sender.send({ url, ...delivery })).toEqual({ ...blocked, attempts: 0 })
  await expect(all.sender.enqueue({ url, ...delivery })).rejects.toMatchObject({ reason: 'pins' })
  const one = senderTo([80])
  expect(await one.sender.send({ url, ...delivery, pins })).toEqual({ ...blocked, attempts: 0 })
})

test('refuses pins for a URL without TLS that a sender without pins has left in the outbox', async () => {
  const scripted = await scriptedServer(503)
  const outbox = memoryOutbox()
  const attempts = observeAttempts()
  const before = senderTo([scripted.port], { outbox, retries: { schedule: [1000] } })
  await before.sender.enqueue({ url: scripted.url, ...delivery })
  await attempts.first(1)
  await before.sender.close()
  const after = senderTo([scripted.port], { outbox, pins: [pin(own), pin(backup)], clock: before.clock })
  after.clock.advance(1000)
  expect((await attempts.first(2))[1]).toMatchObject({ outcome: 'blocked', reason: 'destination-pins' })
  expect(scripted.attempts).toHaveLength(1)
})
