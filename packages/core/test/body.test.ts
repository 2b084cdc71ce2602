import { createReceiver, isWebhookError, type ReceiverOptions, timestampedHmac } from '@postern/core'
import { manualClock } from '@postern/testing'
import { Readable } from 'node:stream'
import { attempt, now, outcomeOf } from './attempt.js'

const scheme = timestampedHmac({ secrets: 'a-secret-of-some-length' })
const options: ReceiverOptions = { scheme, eventId: false, parse: 'raw', bodyLimit: 1000 }

function signedHead(body: Uint8Array | string, headers: Record<string, string> = {}) {
  return { headers: { ...scheme.sign({ body, sentAt: now }), ...headers } }
}

function streamOf(...chunks: (Uint8Array | string)[]): Readable {
  return Readable.from(
    chunks.map((chunk) => Buffer.from(chunk)),
    { objectMode: false },
  )
}

test('reads a body that comes in chunks', async () => {
  const body = Buffer.from([0xff, 0x00, 0xfe, 0x80])
  const stream = streamOf(body.subarray(0, 1), body.subarray(1, 3), body.subarray(3))
  expect(await attempt(options, { ...signedHead(body), stream })).toBe('admitted')
})

test('reads a request that is itself a stream', async () => {
  const request = Object.assign(streamOf('{}'), { method: 'POST', url: '/', ...signedHead('{}') })
  const receiver = createReceiver({ clock: manualClock(now), ...options })
  expect(await outcomeOf(receiver.receive(request))).toBe('admitted')
})

test.each([
  { name: 'bytes', rawBody: Buffer.from('{}') },
  { name: 'an array of bytes', rawBody: new Uint8Array([0, 0x7b, 0x7d]).subarray(1) },
  { name: 'text', rawBody: '{}' },
])('takes the body that was kept as $name', async ({ rawBody }) => {
  expect(await attempt(options, { ...signedHead('{}'), rawBody })).toBe('admitted')
})

test.each([
  { name: 'announced by its length', stream: () => streamOf('x'), headers: { 'content-length': '1001' } },
  { name: 'sent in chunks', stream: () => streamOf('x'.repeat(600), 'x'.repeat(600)), headers: {} },
])('refuses a body over the limit that is $name', async ({ stream, headers }) => {
  expect(await attempt(options, { ...signedHead('x', headers), stream: stream() })).toBe(
    'ERR_WEBHOOK_BODY_TOO_LARGE',
  )
})

test('reads nothing of a body that is announced to be too large', async () => {
  let pulled = 0
  const stream = new Readable({
    read() {
      pulled += 1
      this.push(pulled > 3 ? null : 'x')
    },
  })
  const receiver = createReceiver({ clock: manualClock(now), onRejected: () => undefined, ...options })
  const request = { method: 'POST', url: '/', ...signedHead('x', { 'content-length': '5000' }), stream }
  const reception = receiver.receive(request).catch((error: unknown) => {
    expect(pulled).toBe(0)
    return error
  })
  expect(isWebhookError(await reception)).toBe(true)
})

test('takes a body of exactly the limit, and none over it that was kept', async () => {
  const body = 'x'.repeat(1000)
  expect(await attempt(options, { ...signedHead(body), rawBody: body })).toBe('admitted')
  expect(await attempt(options, { ...signedHead(body), rawBody: `${body}x` })).toBe(
    'ERR_WEBHOOK_BODY_TOO_LARGE',
  )
})

test('ends a stream that comes in crumbs, before they take many times their size', async () => {
  const crumbs = (count: number) =>
    Readable.from(
      Array.from({ length: count }, () => Buffer.from('x')),
      { objectMode: false },
    )
  const signed = signedHead('x'.repeat(900))
  expect(await attempt(options, { ...signed, stream: crumbs(900) })).toBe('admitted')
  const larger = { ...options, bodyLimit: 100_000 }
  expect(await attempt(larger, { ...signed, stream: crumbs(5000) })).toBe('ERR_WEBHOOK_BODY_ABORTED')
})

test('survives an error of the stream that comes after the verdict', async () => {
  const stream = new Readable({ read: () => undefined })
  const outcome = attempt(options, { ...signedHead('x'), stream })
  stream.push('x'.repeat(1001))
  expect(await outcome).toBe('ERR_WEBHOOK_BODY_TOO_LARGE')
  stream.destroy(new Error('socket hang up'))
  await new Promise(setImmediate)
})

test('refuses a body that does not arrive in time', async () => {
  const clock = manualClock(now)
  const receiver = createReceiver({ ...options, clock, bodyTimeoutMs: 800, onRejected: () => undefined })
  const stream = new Readable({ read: () => undefined })
  stream.push('{')
  const outcome = outcomeOf(receiver.receive({ method: 'POST', url: '/', ...signedHead('{}'), stream }))
  clock.advance(700)
  const arrived = await Promise.race([
    outcome,
    new Promise((resolve) => setImmediate(resolve, 'still waiting')),
  ])
  expect(arrived).toBe('still waiting')
  clock.advance(200)
  expect(await outcome).toBe('ERR_WEBHOOK_BODY_TIMEOUT')
})

test('refuses a body that breaks off', async () => {
  const stream = new Readable({ read: () => undefined })
  const outcome = attempt(options, { ...signedHead('{}'), stream })
  stream.push('{')
  stream.destroy(new Error('socket hang up'))
  expect(await outcome).toBe('ERR_WEBHOOK_BODY_ABORTED')
  expect(await attempt(options, { ...signedHead('{}'), stream })).toBe('ERR_WEBHOOK_BODY_CONSUMED')
})

test('refuses a stream that was destroyed before anything was read', async () => {
  const stream = new Readable({ read: () => undefined })
  stream.destroy()
  expect(await attempt(options, { ...signedHead('{}'), stream })).toBe('ERR_WEBHOOK_BODY_ABORTED')
})

test('refuses a body that is not as long as announced', async () => {
  const outcome = attempt(options, {
    ...signedHead('{}', { 'content-length': '10' }),
    stream: streamOf('{}'),
  })
  expect(await outcome).toBe('ERR_WEBHOOK_BODY_ABORTED')
})

test('says what to mount where when something has read the body before', async () => {
  const stream = streamOf('{}')
  for await (const _ of stream);
  for (const request of [{ stream }, {}, { body: { id: 1 } }]) {
    const receiver = createReceiver({ clock: manualClock(now), onRejected: () => undefined, ...options })
    const reception = receiver.receive({ method: 'POST', url: '/', ...signedHead('{}'), ...request })
    await expect(reception).rejects.toMatchObject({
      status: 500,
      message: 'The receiver is not set up to take this request.',
      cause: { message: expect.stringMatching(/before the body parser.*req\.rawBody = bytes/) },
    })
  }
})

test('refuses a stream that decodes its bytes to text', async () => {
  const stream = streamOf('{}').setEncoding('utf8')
  expect(await attempt(options, { ...signedHead('{}'), stream })).toBe('ERR_WEBHOOK_BODY_CONSUMED')
})
