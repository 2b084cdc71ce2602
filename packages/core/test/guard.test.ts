import { createReceiver, type GuardOptions, timestampedHmac } from '@postern/core'
import { manualClock } from '@postern/testing'
import { outcomeOf } from './attempt.js'

const scheme = timestampedHmac({ secrets: 'a-secret-of-some-length' })

function setUp(guard: GuardOptions) {
  const clock = manualClock()
  const receiver = createReceiver({ scheme, eventId: '$.id', guard, clock, onRejected: () => undefined })
  let lastId = 0
  return {
    clock,
    genuine: (ip?: string) => {
      const rawBody = JSON.stringify({ id: (lastId += 1) })
      const headers = scheme.sign({ body: rawBody, sentAt: clock.now() })
      return outcomeOf(receiver.receive({ method: 'POST', url: '/', ip, headers, rawBody }))
    },
    forged: (ip?: string, headers: Record<string, string> = {}) =>
      outcomeOf(receiver.receive({ method: 'POST', url: '/', ip, headers, rawBody: '{}' })),
  }
}

test('refuses an address after its failures, and no other', async () => {
  const { forged, genuine, clock } = setUp({ limit: 3, windowMs: 3000 })
  for (let count = 0; count < 3; count += 1) expect(await forged('192.0.2.1')).toBe('signature_missing')
  expect(await forged('192.0.2.1')).toBe('ERR_WEBHOOK_GUARDED')
  expect(await genuine('192.0.2.1')).toBe('ERR_WEBHOOK_GUARDED')
  expect(await genuine('::ffff:192.0.2.1')).toBe('ERR_WEBHOOK_GUARDED')
  expect(await genuine('192.0.2.2')).toBe('admitted')
  clock.advance(1000)
  expect(await genuine('192.0.2.1')).toBe('admitted')
})

test('counts no accepted delivery as a failure', async () => {
  const { genuine } = setUp({ limit: 3, windowMs: 3000 })
  for (let count = 0; count < 10; count += 1) expect(await genuine('192.0.2.1')).toBe('admitted')
})

test('counts no refusal of a sender that is verified', async () => {
  const clock = manualClock()
  const guard = { limit: 1, windowMs: 3_600_000 }
  const rateLimit = { limit: 1, windowMs: 3_600_000 }
  const receiver = createReceiver({
    scheme,
    eventId: '$.id',
    guard,
    rateLimit,
    clock,
    onRejected: () => undefined,
  })
  const outcomes = []
  for (const rawBody of ['{"id":1}', '{"id":2}', '{"id":2}', '{}', '{']) {
    const headers = scheme.sign({ body: rawBody, sentAt: clock.now() })
    const request = { method: 'POST', url: '/', ip: '192.0.2.1', headers, rawBody }
    outcomes.push(await outcomeOf(receiver.receive(request)))
  }
  expect(outcomes).toEqual([
    'admitted',
    'ERR_WEBHOOK_RATE_LIMITED',
    'ERR_WEBHOOK_RATE_LIMITED',
    'ERR_WEBHOOK_EVENT_ID_MISSING',
    'ERR_WEBHOOK_PAYLOAD_MALFORMED',
  ])
})

test('counts every request when told to', async () => {
  const { genuine } = setUp({ limit: 3, windowMs: 3000, count: 'all' })
  for (let count = 0; count < 3; count += 1) expect(await genuine('2001:db8::1')).toBe('admitted')
  expect(await genuine('2001:db8::2')).toBe('ERR_WEBHOOK_GUARDED')
  expect(await genuine('2001:db8:0:1::1')).toBe('admitted')
})

test('remembers a bounded number of addresses', async () => {
  const { forged } = setUp({ limit: 1, windowMs: 3_600_000 })
  await forged('192.0.2.1')
  for (let count = 0; count < 10_000; count += 1)
    await forged(`2001:db8:${(count >> 8).toString(16)}:${(count & 255).toString(16)}::1`)
  expect(await forged('192.0.2.1')).toBe('signature_missing')
})

test('limits nobody when the address is not known, and says so once', async () => {
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  const { forged } = setUp({ limit: 1, windowMs: 3000 })
  for (let count = 0; count < 3; count += 1) expect(await forged()).toBe('signature_missing')
  expect(warn.mock.calls).toEqual([[expect.stringContaining('no client address'), { code: 'POSTERN_GUARD' }]])
  warn.mockRestore()
})

test('warns once, and names the setting, when a private address forwards', async () => {
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  const { forged } = setUp({ limit: 10, windowMs: 3000 })
  for (let count = 0; count < 3; count += 1)
    await forged('10.0.0.1', { 'x-forwarded-for': '192.0.2.1, 192.0.2.2' })
  expect(warn.mock.calls).toEqual([
    [expect.stringContaining("app.set('trust proxy', 1)"), { code: 'POSTERN_GUARD' }],
  ])
  warn.mockRestore()
})

test.each([
  { limit: 0, windowMs: 1 },
  { limit: 1, windowMs: Number.NaN },
  { limit: 1, windowMs: 1, counts: 'all' },
])('refuses the options %p', (guard) => {
  expect(() => setUp(guard as GuardOptions)).toThrow(TypeError)
})
