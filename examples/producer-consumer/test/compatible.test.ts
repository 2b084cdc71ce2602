import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fermyon } from '@postern/core'
import { cleanUp } from '@postern/testing/clean-up'
import { sampleEvent } from '../compatible/producer.js'
import { maskKey } from '../log.js'
import { programs, type Programs } from './programs.js'
import { type RecordingServer, recordingServer } from './recording-server.js'

type Bytes = { utf8: string } | { base64: string }

interface Request {
  method: string
  path: string
  headers?: Record<string, string>
  body: { utf8: string }
}

interface TagVector {
  id: string
  keyData: string
  body: Bytes
  header: { 'X-Signature': string | null }
  expect: { ok: boolean }
}

interface ExchangeVector {
  id: string
  request: Request
  expect: {
    status: number
    body: { utf8: string }
    delivers: { method: string; url: string; headers: Record<string, string>; body: { utf8: string } }
    consumerStatusOk: number
    consumerStatusBad: number
  }
}

const { vectors } = JSON.parse(readFileSync(join(__dirname, 'vectors/golden-fermyon.json'), 'utf8')) as {
  vectors: ({ suite: string } & TagVector & ExchangeVector)[]
}
const tags: TagVector[] = vectors.filter(({ suite }) => suite === 'fermyon-tag')
const offer = exchange('handshake-request')
const registering = exchange('register')
const firing = exchange('fire')

const vectorUrl = 'http://localhost:3002/target'
const vectorKey = 'RqJcWxsJDKjgINLWWiBwYEV3ROg7LaXD1Xzz'
const compatible = { COMPATIBLE: '1' }

let running: Programs

beforeEach(() => {
  running = programs()
})

afterEach(cleanUp)

function exchange(name: string): ExchangeVector {
  const found = vectors.find(({ id }) => id === `fermyon/${name}`)
  if (found === undefined) throw new Error(`There is no vector ${name}.`)
  return found
}

function standIn(status = 200): Promise<RecordingServer> {
  return recordingServer(() => ({ status }))
}

function send(url: string, { method, path, headers, body }: Partial<Request>): Promise<Response> {
  return fetch(new URL(path ?? '', url), {
    ...(method === undefined ? {} : { method }),
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body: body.utf8 }),
  })
}

function bytesOf(bytes: Bytes): Buffer {
  return 'utf8' in bytes ? Buffer.from(bytes.utf8, 'utf8') : Buffer.from(bytes.base64, 'base64')
}

test('the body of a delivery and its signature are those of the vector, byte for byte', () => {
  const { delivers } = firing.expect
  const body = sampleEvent('*', vectorUrl)
  expect(body).toBe(delivers.body.utf8)
  expect(fermyon({ secrets: vectorKey }).sign({ body })['x-signature']).toBe(delivers.headers['X-Signature'])
})

test('the producer sends the handshake and the delivery of the vectors, and answers as they say', async () => {
  const consumer = await standIn()
  const { url } = await running.start('producer', compatible)
  const here = (text: string, key = vectorKey) =>
    text.replaceAll(vectorUrl, consumer.url).replaceAll(vectorKey, key)

  const registered = await send(url, {
    ...registering.request,
    body: { utf8: here(registering.request.body.utf8) },
  })
  const text = await registered.text()
  const { signingKey } = JSON.parse(text) as { signingKey: string }
  expect(signingKey).toMatch(/^[A-Za-z0-9]{36}$/)
  expect(registered.status).toBe(registering.expect.status)
  expect(text).toBe(here(registering.expect.body.utf8, signingKey))
  expect(consumer.recorded[0]).toMatchObject({
    method: offer.request.method,
    path: offer.request.path,
    headers: { 'content-type': offer.request.headers?.['Content-Type'] },
    body: here(offer.request.body.utf8, signingKey),
  })

  expect((await send(url, firing.request)).status).toBe(200)
  const delivered = consumer.recorded[1]
  const body = here(firing.expect.delivers.body.utf8)
  expect(delivered).toMatchObject({ method: 'POST', path: '/target', body })
  expect(delivered?.headers['x-signature']).toBe(
    createHmac('sha256', signingKey).update(body).digest('hex').toUpperCase(),
  )
  expect(delivered?.headers['content-type']).toBeUndefined()
})

test('a consumer that does not answer 200 makes the registration a 500, and its row is left', async () => {
  const consumer = await standIn(204)
  const { url } = await running.start('producer', compatible)
  const body = { utf8: JSON.stringify({ url: consumer.url, event: '*' }) }
  expect((await send(url, { ...registering.request, body })).status).toBe(500)
  expect(await (await fetch(`${url}/registrations`)).json()).toMatchObject([
    { url: consumer.url, event: '*' },
  ])
  expect((await fetch(`${url}/registrations/1`, { method: 'DELETE' })).status).toBe(200)
  expect((await fetch(`${url}/registrations/1`, { method: 'DELETE' })).status).toBe(404)
  expect(await (await fetch(`${url}/registrations`)).text()).toBe('[]')
})

test('the consumer takes the handshake of the vector, and judges every delivery as the vectors do', async () => {
  const { url } = await running.start('consumer', compatible)
  const { consumerStatusOk, consumerStatusBad } = firing.expect
  const statuses: Record<string, number> = {}
  for (const { id, keyData, body, header } of tags) {
    const key = { utf8: offer.request.body.utf8.replace(vectorKey, keyData) }
    expect((await send(url, { ...offer.request, body: key })).status).toBe(offer.expect.status)
    const tag = header['X-Signature']
    const response = await fetch(new URL('/target', url), {
      method: 'POST',
      headers: tag === null ? {} : { 'X-Signature': tag },
      body: bytesOf(body),
    })
    statuses[id] = response.status
  }
  expect(statuses).toEqual(
    Object.fromEntries(tags.map(({ id, expect }) => [id, expect.ok ? consumerStatusOk : consumerStatusBad])),
  )
})

test('both work together, each in its process, and neither writes a key', async () => {
  const consumer = await running.start('consumer', compatible)
  const producer = await running.start('producer', compatible)
  const settings = {
    ...compatible,
    PRODUCER_URL: producer.url,
    TARGET_URL: consumer.url.replace('127.0.0.1', 'localhost') + '/target',
  }
  const registered = await running.run(['client', 'register'], settings)
  expect(registered.code).toBe(0)
  const { signingKey } = JSON.parse(registered.output) as { signingKey: string }
  expect(await running.run(['client', 'fire'], settings)).toEqual({ code: 0, output: 'Done.' })
  expect(await running.run(['client', 'unregister'], settings)).toEqual({ code: 0, output: 'Done.' })
  expect(await (await fetch(`${producer.url}/registrations`)).text()).toBe('[]')
  expect([...consumer.lines, ...producer.lines].join('\n')).not.toContain(signingKey)
  expect(await consumer.stop()).toBe(0)
  expect(await producer.stop()).toBe(0)

  const key = maskKey(signingKey)
  const tag = (line: string) => line.replace(/tag [0-9A-F]{8}\.{3}$/, 'tag')
  expect(producer.lines.slice(1)).toEqual([
    `PRODUCER: Invoking CONSUMER for verfication (handshake) along with random key data: ${key}`,
    'PRODUCER: Handshake with PRODUCER was successful.',
    'PRODUCER: Loading all CONSUMERS from database',
    `PRODUCER: Sending signed payload to CONSUMER ${settings.TARGET_URL}`,
    `PRODUCER: CONSUMER ${settings.TARGET_URL} responded with status 200`,
  ])
  expect(consumer.lines.slice(1).map(tag)).toEqual([
    `CONSUMER: Received ${key} upon registering for webhooks with PRODUCER.`,
    'CONSUMER: Stored key data in key value store',
    'CONSUMER: Received tag',
    `CONSUMER: Loaded key data from key-value store: ${key}`,
    'CONSUMER: Verifying integrity of payload received from PRODUCER...',
    '-------------------',
    'CONSUMER: Payload verification result: True',
    '-------------------',
    'CONSUMER: Responding with HTTP 200',
  ])
})

test('a consumer that is down or gone is fired at again the next time', async () => {
  const statuses: (number | undefined)[] = [200, 410, undefined, 200]
  const consumer = await recordingServer(() => {
    const status = statuses.shift()
    return status === undefined ? undefined : { status }
  })
  const { url, lines } = await running.start('producer', compatible)
  const body = { utf8: JSON.stringify({ url: consumer.url, event: '*' }) }
  expect((await send(url, { ...registering.request, body })).status).toBe(201)
  for (let count = 1; count <= 3; count += 1)
    expect((await fetch(`${url}/fire`, { method: 'POST' })).status).toBe(200)
  expect(consumer.recorded).toHaveLength(4)
  expect(lines.filter((line) => line.startsWith(`PRODUCER: CONSUMER ${consumer.url}`))).toEqual(
    ['responded with status 410', 'did not respond: connection', 'responded with status 200'].map(
      (end) => `PRODUCER: CONSUMER ${consumer.url} ${end}`,
    ),
  )
})

test('a URL that nothing can be sent to keeps no delivery from the others', async () => {
  const consumer = await standIn()
  const { url } = await running.start('producer', compatible)
  for (const target of ['http://a:b@127.0.0.1:1/', consumer.url])
    await send(url, { ...registering.request, body: { utf8: JSON.stringify({ url: target, event: '*' }) } })
  expect((await fetch(`${url}/fire`, { method: 'POST' })).status).toBe(200)
  expect(consumer.recorded.map(({ path }) => path)).toEqual(['/target?handshake=true', '/target'])
})

test('anyone can overwrite the key, which is why it is not the default', async () => {
  const { url } = await running.start('consumer', compatible)
  const keyData = 'a-stranger-has-made-this-key-up-0000'
  await send(url, offer.request)
  expect((await send(url, { ...offer.request, body: { utf8: JSON.stringify({ keyData }) } })).status).toBe(
    200,
  )
  const headers = fermyon({ secrets: keyData }).sign({ body: '{}' })
  expect((await fetch(`${url}/target`, { method: 'POST', headers, body: '{}' })).status).toBe(200)
})

test('what is no handshake, and a delivery before there is a key, are refused', async () => {
  const { url } = await running.start('consumer', compatible)
  const handshake = `${url}/target?handshake=true`
  const statuses: number[] = []
  for (const body of [
    '',
    'keyData',
    '{"keyData":7}',
    '{"keyData":"short"}',
    '{"keyData":"  with white space  "}',
  ])
    statuses.push((await fetch(handshake, { method: 'POST', body })).status)
  const headers = fermyon({ secrets: vectorKey }).sign({ body: '{}' })
  statuses.push((await fetch(`${url}/target`, { method: 'POST', headers, body: '{}' })).status)
  expect(statuses).toEqual([400, 400, 400, 400, 400, 400])
})
