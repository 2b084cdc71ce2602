import {
  createReceiver,
  createGate,
  memoryStore,
  type ReceiverOptions,
  standardWebhooks,
  timestampedHmac,
  type VerifyWebhookOptions,
} from '@postern/core'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const scheme = standardWebhooks({ secrets: secret })

test.each([
  { name: 'an unknown option', options: { tolerance: 300 }, message: /unknown option tolerance\. Known are/ },
  {
    name: 'an unknown option of rateLimit',
    options: { rateLimit: { limit: 1, windowMs: 1, max: 1 } },
    message: /rateLimit: unknown option max/,
  },
  {
    name: 'a rate limit without a window',
    options: { rateLimit: { limit: 1 } },
    message: /rateLimit\.windowMs must be a number above 0/,
  },
  { name: 'a tolerance of 0', options: { toleranceMs: 0 }, message: /toleranceMs must be/ },
  { name: 'a tolerance that is no number', options: { toleranceMs: '300' }, message: /toleranceMs must be/ },
  { name: 'a lease of 0', options: { leaseMs: 0 }, message: /leaseMs must be/ },
  { name: 'an endless body timeout', options: { bodyTimeoutMs: Infinity }, message: /bodyTimeoutMs must be/ },
  {
    name: 'a limit of no known unit',
    options: { bodyLimit: '1 pint' },
    message: /bodyLimit must be a number of bytes/,
  },
  { name: 'a limit of 0', options: { bodyLimit: 0 }, message: /bodyLimit must be/ },
  {
    name: 'a retention within the tolerance',
    options: { retentionMs: 500_000 },
    message: /could be replayed/,
  },
  {
    name: 'an id in a payload that is not decoded',
    options: { eventId: '$.id', parse: 'raw' },
    message: /parse: 'raw' leaves as it is/,
  },
  {
    name: 'a way to parse that is none',
    options: { parse: 'xml' },
    message: /parse must be one of auto, json.*and is xml/,
  },
  {
    name: 'a way to meet store errors that is none',
    options: { onStoreError: 'ignore' },
    message: /onStoreError must be/,
  },
  {
    name: 'a guard that counts nothing known',
    options: { guard: { limit: 1, windowMs: 1, count: 'none' } },
    message: /guard\.count must be/,
  },
  {
    name: 'a retention within the lease',
    options: { leaseMs: 900_000, retentionMs: 800_000 },
    message: /would be forgotten/,
  },
  {
    name: 'a scheme that was not called',
    options: { scheme: standardWebhooks },
    message: /Call it with the secrets/,
  },
  { name: 'a path that is none', options: { eventId: '$..id' }, message: /is not a path/ },
  {
    name: 'a retention of just twice the tolerance',
    options: { retentionMs: 600_000 },
    message: /could be replayed/,
  },
  {
    name: 'a burst of less than one delivery',
    options: { rateLimit: { limit: 5, windowMs: 1, burst: 0.5 } },
    message: /burst must be at least 1/,
  },
  {
    name: 'a rate limit with a store that holds no quotas',
    options: { rateLimit: { limit: 5, windowMs: 1 }, store: { ...memoryStore(), keepsQuotas: false } },
    message: /the store, as it is set up, cannot count a rateLimit/,
  },
])('refuses $name when the receiver is made', ({ options, message }) => {
  expect(() => createReceiver({ scheme, ...options } as unknown as ReceiverOptions)).toThrow(message)
  expect(() => createReceiver({ scheme, ...options } as unknown as ReceiverOptions)).toThrow(TypeError)
})

test('refuses a way to answer errors that is none', () => {
  const options = { scheme, onError: 'ignore' } as unknown as VerifyWebhookOptions
  expect(() => createGate(options)).toThrow(/onError must be one of respond, throw/)
})

test('asks where the event id is when the scheme carries none', () => {
  const scheme = timestampedHmac({ secrets: 'a-secret-of-some-length' })
  expect(() => createReceiver({ scheme })).toThrow(/'timestamped-hmac' carries no event id.*'hash'.*false/)
})

test('takes undefined for an option that is not given', () => {
  const rateLimit = { limit: 0.5, windowMs: 1000, burst: undefined }
  expect(() => createGate({ scheme, store: undefined, rateLimit, guard: undefined })).not.toThrow()
})

test('leaves the options as they are', () => {
  const options: ReceiverOptions = Object.freeze({
    scheme,
    store: memoryStore(),
    rateLimit: Object.freeze({ limit: 5, windowMs: 1000 }),
  })
  createReceiver(options)
  createGate(options)
  expect(options).toEqual({ scheme, store: expect.anything(), rateLimit: { limit: 5, windowMs: 1000 } })
})

test.each([
  { bodyLimit: '1kb', bytes: 1024 },
  { bodyLimit: '1.5 KB', bytes: 1536 },
  { bodyLimit: '100', bytes: 100 },
  { bodyLimit: 5, bytes: 5 },
])('reads the limit $bodyLimit as $bytes bytes', async ({ bodyLimit, bytes }) => {
  const receiver = createReceiver({ scheme, bodyLimit, parse: 'raw', onRejected: () => undefined })
  const send = (length: number) => {
    const rawBody = 'x'.repeat(length)
    return receiver.receive({
      method: 'POST',
      url: '/',
      headers: scheme.sign({ id: `msg_${length}`, body: rawBody }),
      rawBody,
    })
  }
  await expect(send(bytes)).resolves.toMatchObject({ kind: 'admitted' })
  await expect(send(bytes + 1)).rejects.toMatchObject({ status: 413 })
})
