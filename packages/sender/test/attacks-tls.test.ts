import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TlsOptions } from 'node:tls'
import { pinOf, type SenderOptions } from '@postern/sender'
import { cleanUp } from '@postern/testing/clean-up'
import { keyTypes } from './certificates.js'
import { listen, ScriptedServer } from './scripted-server.js'
import { senderTo } from './sender-under-test.js'

const weakRsa = ['RSA', '-pkeyopt', 'rsa_keygen_bits:1024']
const forHost = ['subjectAltName=DNS:hooks.example', 'extendedKeyUsage=serverAuth']
const folder = mkdtempSync(join(tmpdir(), 'postern-attacks-'))
const path = (name: string) => join(folder, name)
const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' })

let made = 0

interface Issue {
  readonly keyType?: readonly string[]
  readonly extensions?: readonly string[]
  readonly days?: number
}

/** Makes an authority that signs whatever it is told to. */
function authorityOf(keyType: readonly string[]) {
  const own = path(`authority-${(made += 1)}`)
  openssl('genpkey', '-algorithm', ...keyType, '-out', `${own}.key`)
  openssl(
    ...['req', '-x509', '-new', '-key', `${own}.key`, '-out', `${own}.pem`, '-days', '30'],
    ...['-subj', '/CN=Authority of an attack', '-addext', 'keyUsage=critical,keyCertSign'],
  )
  return {
    cert: readFileSync(`${own}.pem`, 'utf8'),
    issue({ keyType: keyTypeOfLeaf = keyTypes['P-256'], extensions = forHost, days = 30 }: Issue = {}) {
      const leaf = path(`leaf-${(made += 1)}`)
      openssl('genpkey', '-algorithm', ...keyTypeOfLeaf, '-out', `${leaf}.key`)
      openssl('req', '-new', '-key', `${leaf}.key`, '-out', `${leaf}.csr`, '-subj', '/CN=hooks.example')
      writeFileSync(`${leaf}.ext`, `${extensions.join('\n')}\n`)
      openssl(
        ...['x509', '-req', '-in', `${leaf}.csr`, '-CA', `${own}.pem`, '-CAkey', `${own}.key`],
        ...['-CAcreateserial', '-days', String(days), '-extfile', `${leaf}.ext`, '-out', `${leaf}.pem`],
      )
      return { cert: readFileSync(`${leaf}.pem`, 'utf8'), key: readFileSync(`${leaf}.key`, 'utf8') }
    },
  }
}

const authority = authorityOf(keyTypes['P-256'])
const lost = `sha256/${Buffer.alloc(32).toString('base64')}`

afterEach(cleanUp)
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** Delivers to an HTTPS server on loopback, which is `host` for the sender, and says what came of it. */
async function deliver(
  certified: { readonly cert: string; readonly key: string },
  {
    host = 'hooks.example',
    server: serverOptions = {},
    ...options
  }: { host?: string; server?: TlsOptions } & Omit<Partial<SenderOptions>, 'clock'> = {},
) {
  const scripted = new ScriptedServer()
  const server = createServer({ ...certified, ...serverOptions }, scripted.listener)
  let connections = 0
  server.on('secureConnection', () => {
    connections += 1
  })
  const port = await listen(server)
  const { sender } = senderTo([], {
    ca: authority.cert,
    retries: { schedule: [] },
    destinations: {
      allow: ['127.0.0.1'],
      ports: [port],
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    },
    ...options,
  })
  const { outcome, reason } = await sender.send({ url: `https://${host}:${port}/`, id: 'msg_1', payload: 1 })
  expect(scripted.attempts).toHaveLength(outcome === 'delivered' ? 1 : 0)
  return { outcome, reason, connections }
}

const pinnedTo = ({ cert }: { cert: string }) => ({ pins: [pinOf(new X509Certificate(cert)), lost] })
const delivered = { outcome: 'delivered', reason: undefined, connections: 1 }

test('the certificates of these tests are good but for what is wrong with them', async () => {
  const certified = authority.issue()
  expect(await deliver(certified, pinnedTo(certified))).toEqual(delivered)
  expect(await deliver(certified, { host: 'hooks.example.' })).toEqual(delivered)
  const forAddress = authority.issue({ extensions: ['subjectAltName=IP:127.0.0.1'] })
  expect(await deliver(forAddress, { host: '127.0.0.1' })).toEqual(delivered)
})

test.each<{ name: string; host?: string } & Issue>([
  { name: 'that has expired', days: -1 },
  { name: 'of a client', extensions: ['subjectAltName=DNS:hooks.example', 'extendedKeyUsage=clientAuth'] },
  { name: 'of another host', extensions: ['subjectAltName=DNS:other.example'] },
  { name: 'of the host in its common name alone', extensions: ['extendedKeyUsage=serverAuth'] },
  {
    name: 'of the host in its common name, beside an address of mail',
    extensions: ['subjectAltName=email:a@b.example'],
  },
  {
    name: 'of the host in its common name, beside a URI',
    extensions: ['subjectAltName=URI:https://other.example/'],
  },
  { name: 'of all hosts of a top-level domain', extensions: ['subjectAltName=DNS:*.example'] },
  { name: 'of all hosts', extensions: ['subjectAltName=DNS:*'] },
  { name: 'of another address', extensions: ['subjectAltName=IP:127.0.0.2'], host: '127.0.0.1' },
  {
    name: 'of a host named like the address',
    extensions: ['subjectAltName=DNS:127.0.0.1'],
    host: '127.0.0.1',
  },
  { name: 'of RSA with 1024 bits', keyType: weakRsa },
])('refuses a certificate $name, though its key is pinned', async ({ host = 'hooks.example', ...issue }) => {
  const certified = authority.issue(issue)
  // So that the server has no say in it.
  const server = { ciphers: 'DEFAULT@SECLEVEL=0' }
  const failed = { outcome: 'exhausted', reason: 'certificate' }
  expect(await deliver(certified, { host, server })).toMatchObject(failed)
  expect(await deliver(certified, { host, server, ...pinnedTo(certified) })).toMatchObject(failed)
})

test('refuses a certificate that an authority signed with RSA of 1024 bits', async () => {
  const weak = authorityOf(weakRsa)
  expect(await deliver(weak.issue(), { ca: weak.cert })).toMatchObject({ outcome: 'exhausted' })
})

test('refuses a pinned certificate that comes in the chain behind another', async () => {
  const [pinned, leaf] = [authority.issue(), authority.issue()]
  const chain = { cert: leaf.cert + pinned.cert, key: leaf.key }
  expect(await deliver(chain, pinnedTo(pinned))).toMatchObject({ outcome: 'exhausted', reason: 'pin' })
})

test.each<{ name: string; server: TlsOptions }>([
  { name: 'a signature over SHA-1', server: { sigalgs: 'ECDSA+SHA1' } },
  { name: 'a curve of 224 bits', server: { ecdhCurve: 'secp224r1' } },
  { name: 'HTTP/2 alone', server: { ALPNProtocols: ['h2'] } },
])('makes no connection by $name', async ({ server }) => {
  const weakest = { maxVersion: 'TLSv1.2', ciphers: 'DEFAULT@SECLEVEL=0', ...server } as const
  expect(await deliver(authority.issue(), { server: weakest })).toEqual({
    outcome: 'exhausted',
    reason: 'connection',
    connections: 0,
  })
})
