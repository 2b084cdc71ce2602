import fc from 'fast-check'
import { readRetryAfter } from '../src/retry-after.js'
import { checkRetries, defaultRetries, type Retries, retryDelay } from '../src/retry-policy.js'

test('spreads a backoff over all of 0 up to its bound', () => {
  const backoff = { maximum: 100, baseMs: 100, capMs: 60_000 }
  expect(retryDelay(backoff, 1, 0)).toBe(0)
  expect(retryDelay(backoff, 1, 0.999_999)).toBe(99)
  expect(retryDelay(backoff, 4, 0.5)).toBe(400)
  expect(retryDelay(backoff, 100, 0.5)).toBe(30_000)
  expect(retryDelay(backoff, 101, 0.5)).toBeUndefined()
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (n, random) => {
        const delay = retryDelay(backoff, n, random)!
        return delay >= 0 && delay < Math.min(60_000, 100 * 2 ** (n - 1))
      },
    ),
  )
})

test.each([
  { value: '0', ms: 0 },
  { value: ' 30 ', ms: 30_000 },
  { value: 'Wed, 21 Oct 2015 07:28:00 GMT', ms: 28_000 },
  { value: ' Wed, 21 Oct 2015 07:28:01 GMT ', ms: 29_000 },
  { value: 'Wed, 21 Oct 2015 07:27:00 GMT', ms: 0 },
  { value: 'Thu, 31 Dec 2015 23:59:59 GMT', ms: 6_193_947_000 },
  { value: 'Fri, 01 Jan 2016 00:00:00 GMT', ms: 6_193_948_000 },
  { value: '9999999999', ms: 9_999_999_999_000 },
  { value: 'Wed, 21 Oct 2015 07:28:00', ms: undefined },
  { value: 'Wed, 21 Oct 2015 07:28:00 UTC', ms: undefined },
  { value: 'or Wed, 21 Oct 2015 07:28:00 GMT', ms: undefined },
  { value: '1e3', ms: undefined },
  { value: '+5', ms: undefined },
  { value: '30, 60', ms: undefined },
  { value: undefined, ms: undefined },
  { value: '-1', ms: undefined },
  { value: '1.5', ms: undefined },
  { value: '0x10', ms: undefined },
  { value: '99999999999', ms: undefined },
  { value: '2015-10-21T07:28:00Z', ms: undefined },
  { value: 'Wed, 21 Foo 2015 07:28:00 GMT', ms: undefined },
  { value: '', ms: undefined },
])('reads Retry-After $value', ({ value, ms }) => {
  expect(readRetryAfter(value, Date.UTC(2015, 9, 21, 7, 27, 32))).toBe(ms)
})

test('tries ten times in three days by default, as Standard Webhooks recommends', () => {
  // Immediately, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h.
  const hours = [2, 5, 10, 14, 20, 24].map((count) => count * 3_600_000)
  expect(defaultRetries).toEqual({ schedule: [5000, 300_000, 1_800_000, ...hours] })
})

test('waits by the schedule, until that is used up', () => {
  const delays = [1, 2, 3].map((attempts) => retryDelay({ schedule: [0, 700] }, attempts, 0.5))
  expect(delays).toEqual([0, 700, undefined])
})

test('doubles up to the cap', () => {
  const backoff = { maximum: 5, baseMs: 100, capMs: 900 }
  const delays = [1, 2, 3, 4, 5, 6].map((attempts) => retryDelay(backoff, attempts, 0.5))
  expect(delays).toEqual([50, 100, 200, 400, 450, undefined])
  // However often: the power is infinite then.
  expect(retryDelay({ ...backoff, maximum: 1e6 }, 5000, 0.5)).toBe(450)
})

test.each<{ name: string; retries: unknown }>([
  { name: 'text', retries: 'often' },
  { name: 'a schedule that is no list', retries: { schedule: { every: () => true, slice: () => [] } } },
  { name: 'an infinite wait', retries: { schedule: [Infinity] } },
  { name: 'no number', retries: { schedule: [NaN] } },
  { name: 'text in a schedule', retries: { schedule: ['5'] } },
  { name: 'a negative wait', retries: { schedule: [-1] } },
  { name: 'a schedule with more', retries: { schedule: [1], capMs: 5 } },
  { name: 'a backoff with more', retries: { maximum: 1, baseMs: 1, capMs: 1, jitter: true } },
  { name: 'a negative maximum', retries: { maximum: -1, baseMs: 1, capMs: 1 } },
  { name: 'a maximum that is not whole', retries: { maximum: 0.5, baseMs: 1, capMs: 1 } },
  { name: 'an infinite maximum', retries: { maximum: Infinity, baseMs: 1, capMs: 1 } },
  { name: 'a base of 0', retries: { maximum: 1, baseMs: 0, capMs: 1 } },
  { name: 'an infinite cap', retries: { maximum: 1, baseMs: 1, capMs: Infinity } },
])('refuses retries that are $name', ({ retries }) => {
  expect(() => checkRetries(retries as Retries)).toThrow(/^createSender: retries/)
})

test('takes waits of 0, and no retries', () => {
  expect(checkRetries({ schedule: [0] })).toEqual({ schedule: [0] })
  const none = { maximum: 0, baseMs: 1, capMs: 1 }
  expect(checkRetries(none)).toEqual(none)
  expect(retryDelay(none, 1, 0)).toBeUndefined()
})

test('keeps the schedule though the list is changed', () => {
  const schedule = [5]
  const retries = checkRetries({ schedule })
  schedule.push(6)
  expect(retries).toEqual({ schedule: [5] })
})
