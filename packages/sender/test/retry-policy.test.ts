import fc from 'fast-check'
import { readRetryAfter } from '../src/retry-after.js'
import { retryDelay } from '../src/retry-policy.js'

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
  { value: 'Wed, 21 Oct 2015 07:27:00 GMT', ms: 0 },
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
