import { createReceiver, type ReceiverOptions, type Scheme } from '@postern/core'
import { attempt, now } from './attempt.js'
import { acme } from './schemes/acme.js'

const day = 86_400_000

const dated = (toleranceMs?: number) =>
  acme({
    signs: '{timestamp}.{body}',
    timestamp: {
      from: { header: 'x-timestamp' },
      unit: 'ms',
      ...(toleranceMs === undefined ? {} : { toleranceMs }),
    },
  })
const make = (options: Partial<ReceiverOptions> & { scheme: Scheme }) => () =>
  createReceiver({ eventId: '$.id', ...options })

const verdict = (scheme: Scheme, ageMs: number, options: Partial<ReceiverOptions> = {}) => {
  const headers = scheme.sign({ body: '{}', sentAt: now - ageMs })
  return attempt({ scheme, eventId: false, ...options }, { headers, rawBody: '{}' })
}

test('takes the tolerance of the scheme, unless it has one of its own', async () => {
  expect(await verdict(dated(), 300_000)).toBe('admitted')
  expect(await verdict(dated(), 300_001)).toBe('timestamp_too_old')
  expect(await verdict(dated(60_000), 60_000)).toBe('admitted')
  expect(await verdict(dated(60_000), 60_001)).toBe('timestamp_too_old')
  expect(await verdict(dated(day), day)).toBe('admitted')
  expect(await verdict(dated(60_000), 300_000, { toleranceMs: 300_000 })).toBe('admitted')
  expect(await verdict(dated(day), 1001, { toleranceMs: 1000 })).toBe('timestamp_too_old')
  expect(await verdict(dated(60_000), day, { toleranceMs: false })).toBe('admitted')
})

test('refuses to forget a delivery while its timestamp is good', () => {
  const message = /retentionMs is less than twice toleranceMs/
  expect(make({ scheme: dated(day), retentionMs: 2 * day + 1000 })).not.toThrow()
  expect(make({ scheme: dated(day), retentionMs: 2 * day + 999 })).toThrow(message)
  expect(make({ scheme: dated(4 * day) })).toThrow(message)
  expect(make({ scheme: dated(4 * day), retentionMs: 9 * day })).not.toThrow()
  expect(make({ scheme: dated(4 * day), toleranceMs: false })).not.toThrow()
  expect(make({ scheme: acme(), toleranceMs: 4 * day })).not.toThrow()
})

test('refuses a tolerance that is none, also of a scheme', () => {
  expect(make({ scheme: dated(0) })).toThrow(/toleranceMs must be a number above 0/)
  expect(make({ scheme: dated(-1) })).toThrow(TypeError)
  expect(make({ scheme: dated(), toleranceMs: 0 })).toThrow(/toleranceMs must be a number above 0/)
})

test('remembers deliveries for as long as the sender tries again', () => {
  const retrying = acme({ retryWindowMs: 10 * day })
  expect(make({ scheme: retrying })).not.toThrow()
  expect(make({ scheme: retrying, retentionMs: 10 * day })).not.toThrow()
  expect(make({ scheme: retrying, retentionMs: 10 * day - 1 })).toThrow(
    /retentionMs is 863999999, and 'acme' tries again for 864000000 ms, so a late retry would run again/,
  )
  expect(make({ scheme: retrying, retentionMs: 10 * day - 1 })).toThrow(TypeError)
})

test.each([
  { retryWindowMs: 10 * day, retentionMs: 11 * day },
  { retryWindowMs: day, retentionMs: 7 * day },
  { retryWindowMs: undefined, retentionMs: 7 * day },
])(
  'keeps deliveries $retentionMs ms where the sender tries for $retryWindowMs',
  async ({ retryWindowMs, retentionMs }) => {
    const kept: number[] = []
    const scheme = acme({ ...(retryWindowMs === undefined ? {} : { retryWindowMs }) })
    const receiver = createReceiver({
      scheme,
      eventId: '$.id',
      store: {
        accept: (claim) => {
          kept.push(claim.retentionMs)
          return Promise.reject(new Error('enough'))
        },
      } as NonNullable<ReceiverOptions['store']>,
      onRejected: () => undefined,
    })
    const rawBody = '{"id":"evt_1"}'
    const reception = receiver.receive({
      method: 'POST',
      url: '/',
      headers: scheme.sign({ body: rawBody }),
      rawBody,
    })
    await expect(reception).rejects.toMatchObject({ code: 'ERR_WEBHOOK_STORE_UNAVAILABLE' })
    expect(kept).toEqual([retentionMs])
  },
)
