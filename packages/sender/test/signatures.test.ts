import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import {
  aesGcmEnvelope,
  createReceiver,
  defineScheme,
  ed25519,
  type ReceiverOptions,
  type Scheme,
  standardWebhooks,
  timestampedHmac,
} from '@postern/core'
import { httpMessageSignatures } from '@postern/core/http-message-signatures'
import { jwe } from '@postern/core/jose'
import type { SenderOptions } from '@postern/sender'
import { cleanUp } from '@postern/testing/clean-up'
import { Webhook } from 'standardwebhooks'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { version } from '../src/version.js'
import { type Attempt, scriptedServer } from './scripted-server.js'
import { observeAttempts, passRetries, secret, senderTo } from './sender-under-test.js'

afterEach(cleanUp)

const manifest = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as { version: string }
const payload = { type: 'invoice.paid', amount: 1200, note: 'Grüße, 世界' }

/** Sends a delivery that fails twice, and gives its three attempts with the times that they were made at. */
async function attemptsOf(options: Omit<Partial<SenderOptions>, 'clock'>) {
  const server = await scriptedServer(500, 503)
  const attempts = observeAttempts()
  const { sender, clock } = senderTo([server.port], { retries: { schedule: [1000, 60_000] }, ...options })
  const start = clock.now()
  const result = sender.send({ url: server.url, id: 'msg_1', type: 'invoice.paid', payload })
  await passRetries(attempts, clock, 2)
  expect(await result).toMatchObject({ outcome: 'delivered', attempts: 3 })
  return { attempts: server.attempts, times: [start, start + 1000, start + 61_000], server }
}

async function receive(attempt: Attempt, options: ReceiverOptions, now: number) {
  const { body: rawBody, method, url, headers } = attempt
  const receiver = createReceiver({ ...options, clock: { now: () => now, every: () => () => undefined } })
  const reception = await receiver.receive({ method, url, headers, rawBody })
  return reception.kind === 'admitted' ? reception.webhook : undefined
}

const pair = generateKeyPairSync('ed25519')
const shared = 'a secret of the account'
const covered = ['@method', '@path', 'content-digest', 'content-type', 'user-agent', 'webhook-id']
const onEvent = defineScheme({
  name: 'acme',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'acme-signature',
    format: { pairs: ',', signature: 'v1', timestamp: 't' },
    encoding: 'hex',
  },
  signs: '{timestamp}.{body}',
  timestamp: { from: 'signature', unit: 's' },
  event: { id: { header: 'acme-delivery' }, type: { header: 'acme-event' } },
})

test.each<{ name: string; sending: Scheme; receiving: Scheme; eventId?: ReceiverOptions['eventId'] }>([
  {
    name: 'Standard Webhooks',
    sending: standardWebhooks({ secrets: secret }),
    receiving: standardWebhooks({ secrets: secret }),
  },
  {
    name: 'Ed25519',
    sending: ed25519({ keys: pair.privateKey }),
    receiving: ed25519({ keys: pair.publicKey }),
  },
  {
    name: 'timestamped HMAC',
    sending: timestampedHmac({ secrets: shared }),
    receiving: timestampedHmac({ secrets: shared }),
    eventId: 'hash',
  },
  {
    name: 'a scheme of one’s own',
    sending: onEvent({ secrets: shared }),
    receiving: onEvent({ secrets: shared }),
  },
  {
    name: 'HTTP message signatures',
    sending: httpMessageSignatures({
      keys: [{ kid: 'k', algorithm: 'ed25519', key: pair.privateKey }],
      components: covered,
    }),
    receiving: httpMessageSignatures({
      keys: [{ kid: 'k', algorithm: 'ed25519', key: pair.publicKey }],
      components: covered,
    }),
  },
])('signs each attempt anew: $name', async ({ sending, receiving, eventId }) => {
  const { attempts, times } = await attemptsOf({ scheme: sending })
  for (const [index, attempt] of attempts.entries()) {
    const webhook = await receive(attempt, { scheme: receiving, ...(eventId && { eventId }) }, times[index]!)
    expect(webhook?.payload).toEqual(payload)
    expect(webhook?.sentAt).toBe(Math.floor(times[index]! / 1000) * 1000)
    if (eventId === undefined) expect(webhook?.id).toBe('msg_1')
    expect(attempt.body.equals(attempts[0]!.body)).toBe(true)
  }
  // The first attempt's signature is stale for the last one's receiver once the tolerance has passed.
  const later = { scheme: receiving, toleranceMs: 30_000, ...(eventId && { eventId }) }
  await expect(receive(attempts[0]!, later, times[2]!)).rejects.toMatchObject({ status: 401 })
})

test('is verified by the package standardwebhooks, with one id and three timestamps', async () => {
  const { attempts, times } = await attemptsOf({})
  expect(new Set(attempts.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['msg_1']))
  expect(attempts.map(({ headers }) => Number(headers['webhook-timestamp']))).toEqual(
    times.map((time) => Math.floor(time / 1000)),
  )
  for (const { body, headers } of attempts) {
    const text = body.toString('utf8')
    expect(new Webhook(secret).verify(text, headers as Record<string, string>)).toEqual(payload)
  }
})

test('signs with every secret in force', async () => {
  const other = `whsec_${randomBytes(24).toString('base64')}`
  const { attempts } = await attemptsOf({ scheme: standardWebhooks({ secrets: [other, secret] }) })
  const [{ body, headers }] = attempts as [Attempt]
  for (const one of [secret, other])
    expect(new Webhook(one).verify(body.toString(), headers as Record<string, string>)).toEqual(payload)
})

test.each<{ name: string; value: unknown; bytes: Buffer }>([
  { name: 'text as it is', value: '{"a": 1 }\n', bytes: Buffer.from('{"a": 1 }\n') },
  { name: 'bytes as they are', value: Uint8Array.of(0, 255, 254, 10), bytes: Buffer.from([0, 255, 254, 10]) },
  { name: 'a list as JSON', value: [1, 'ü'], bytes: Buffer.from('[1,"ü"]') },
  { name: 'null as JSON', value: null, bytes: Buffer.from('null') },
  { name: 'an object as JSON, once', value: { toJSON: counter() }, bytes: Buffer.from('1') },
])('sends $name', async ({ value, bytes }) => {
  const server = await scriptedServer()
  const { sender } = senderTo([server.port])
  await sender.send({ url: server.url, id: 'msg_1', payload: value, contentType: 'application/octet-stream' })
  const [{ body, headers }] = server.attempts as [Attempt]
  expect(body.equals(bytes)).toBe(true)
  expect(headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-length': String(bytes.length),
    'user-agent': `Postern/${manifest.version}`,
  })
  expect(version).toBe(manifest.version)
})

function counter(): () => number {
  let calls = 0
  return () => (calls += 1)
}

test('sends bytes as they were when it was called', async () => {
  const server = await scriptedServer()
  const { sender } = senderTo([server.port])
  const bytes = Buffer.from('before')
  const result = sender.send({ url: server.url, id: 'msg_1', payload: bytes })
  bytes.fill(0)
  await result
  expect(server.attempts[0]?.body.toString()).toBe('before')
})

test('sends JSON, and names itself as it is told', async () => {
  const server = await scriptedServer()
  const { sender } = senderTo([server.port], { userAgent: 'Acme-Hooks/2.0' })
  await sender.send({ url: `${server.url}?token=1#part`, id: 'msg_1', payload })
  expect(server.attempts[0]).toMatchObject({
    method: 'POST',
    url: '/hooks?token=1',
    headers: { 'content-type': 'application/json', 'user-agent': 'Acme-Hooks/2.0' },
  })
})

test('sends no content type where there is to be none', async () => {
  const server = await scriptedServer()
  const { sender } = senderTo([server.port])
  await sender.send({ url: server.url, id: 'msg_1', payload, contentType: false })
  expect(server.attempts[0]?.headers).not.toHaveProperty('content-type')
  const wrong = sender.send({ url: server.url, id: 'msg_2', payload, contentType: true as never })
  await expect(wrong).rejects.toThrow('contentType must be printable')
})

test('sends the event type in the header that the scheme has for it', async () => {
  const { attempts } = await attemptsOf({ scheme: onEvent({ secrets: shared }) })
  expect(attempts[0]?.headers).toMatchObject({ 'acme-event': 'invoice.paid', 'acme-delivery': 'msg_1' })
})

test('seals once with AES-GCM, then signs', async () => {
  const envelope = aesGcmEnvelope({ keys: { kid: '2026-11', key: randomBytes(32) } })
  const { attempts, times } = await attemptsOf({ seal: envelope })
  const nonces = new Set(attempts.map(({ headers }) => headers['x-encryption-nonce']))
  expect(nonces.size).toBe(1)
  for (const [index, attempt] of attempts.entries()) {
    expect(attempt.body.includes('invoice')).toBe(false)
    const scheme = standardWebhooks({ secrets: secret })
    expect((await receive(attempt, { scheme, decrypt: envelope }, times[index]!))?.payload).toEqual(payload)
  }
})

test('sends one content type where a sealer names another in other letters', async () => {
  const server = await scriptedServer()
  const seal = { seal: () => ({ body: 'sealed', headers: { 'Content-Type': 'application/jose' } }) }
  const { sender } = senderTo([server.port], { seal })
  await sender.send({ url: server.url, id: 'msg_1', payload })
  expect(server.attempts[0]?.headers['content-type']).toBe('application/jose')
})

test('seals with a JWE, then signs', async () => {
  const sealer = jwe({ keys: { kid: '1', algorithm: 'aes-256-gcm', key: randomBytes(32) } })
  const { attempts, times } = await attemptsOf({ seal: sealer })
  const scheme = standardWebhooks({ secrets: secret })
  expect(attempts[0]?.body.toString()).toMatch(/^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/)
  expect((await receive(attempts[2]!, { scheme, decrypt: sealer }, times[2]!))?.payload).toEqual(payload)
})

test('refuses what the scheme cannot sign, before it is in the outbox', async () => {
  const expired = { secret, notAfter: new Date(0) }
  const { sender } = senderTo([80], { scheme: standardWebhooks({ secrets: [expired] as never }) })
  await expect(sender.send({ url: 'http://127.0.0.1/', id: 'msg_1', payload })).rejects.toThrow(TypeError)
  const { sender: other } = senderTo([80])
  await expect(other.enqueue({ url: 'http://127.0.0.1/', id: 'a\nb', payload })).rejects.toThrow(TypeError)
})

test('publishes nothing of the content', async () => {
  const events = observeAttempts()
  const server = await scriptedServer(400)
  const { sender } = senderTo([server.port])
  await sender.send({ url: `${server.url}?token=hunter2`, id: 'msg_1', payload: { password: 'hunter3' } })
  const published = JSON.stringify(events.events)
  expect(published).not.toMatch(/hunter|hooks/)
  expect(published).not.toContain(createHash('sha256').update(secret).digest('hex'))
  expect(published).not.toContain(server.attempts[0]!.headers['webhook-signature'])
})
