import { SignatureError, type TimestampUnit } from '@postern/core'
import { now } from '../attempt.js'
import { checkFreshness, formatTimestamp, parseTimestamp } from '../../src/schemes/timestamp.js'
import { acme, macOf, send } from './acme.js'

// 2023-11-14T22:13:20Z
test.each<{ unit: TimestampUnit; text: string; instant: number }>([
  { unit: 's', text: '1700000000', instant: now },
  { unit: 's', text: '0', instant: 0 },
  { unit: 'ms', text: '1700000000123', instant: now + 123 },
  { unit: 'iso8601', text: '2023-11-14T22:13:20Z', instant: now },
  { unit: 'iso8601', text: '2023-11-14T22:13:20', instant: now },
  { unit: 'iso8601', text: '2023-11-14 22:13:20 UTC', instant: now },
  { unit: 'iso8601', text: '2023-11-14t22:13:20.123456789z', instant: now + 123 },
  { unit: 'iso8601', text: '2023-11-14T23:13:20.5+01:00', instant: now + 500 },
  { unit: 'iso8601', text: '2023-11-14T16:43:20-0530', instant: now },
  { unit: 'http-date', text: 'Tue, 14 Nov 2023 22:13:20 GMT', instant: now },
  { unit: 'auto', text: '1700000000', instant: now },
  { unit: 'auto', text: '17000000000', instant: 17_000_000_000_000 },
  { unit: 'auto', text: '999999999999', instant: 999_999_999_999 },
  { unit: 'auto', text: '1700000000123', instant: now + 123 },
  { unit: 'auto', text: '2023-11-14T22:13:20Z', instant: now },
])('reads $text as $unit', ({ unit, text, instant }) => {
  expect(parseTimestamp(text, unit)).toBe(instant)
})

const notDecimal = [
  '',
  ' 1',
  '1 ',
  '01',
  '+1',
  '-1',
  '1.0',
  '1e9',
  '0x1',
  '１',
  '1234567890123456',
  'NaN',
  '1\n',
]
const notInstant = [
  '',
  '2023-11-14',
  '2023-11-14T22:13Z',
  '2023-11-14T22:13:20 Z',
  '2023-11-14T22:13:20.Z',
  '2023-11-14T22:13:20.1234567890Z',
  '2023-11-14T22:13:20+1',
  '2023-11-14T22:13:20 GMT',
  '2023-13-14T22:13:20Z',
  '2023-11-14T25:13:20Z',
  '2023-11-14T22:13:20+99:99',
  '02023-11-14T22:13:20Z',
  ' 2023-11-14T22:13:20Z',
  '2023-11-14T22:13:20Z\n',
]
const notHttpDate = [
  '',
  'Tue, 14 Nov 2023 22:13:20 UTC',
  'Tue, 14 Nov 2023 22:13:20 +0000',
  'Tue, 4 Nov 2023 22:13:20 GMT',
  'Tuesday, 14-Nov-23 22:13:20 GMT',
  'Tue Nov 14 22:13:20 2023',
  'tue, 14 Nov 2023 22:13:20 GMT',
  'Tue, 14 Xxx 2023 22:13:20 GMT',
  '2023-11-14T22:13:20Z',
  ' Tue, 14 Nov 2023 22:13:20 GMT',
]

test.each<{ unit: TimestampUnit; texts: string[] }>([
  { unit: 's', texts: [...notDecimal, '2023-11-14T22:13:20Z'] },
  { unit: 'ms', texts: [...notDecimal, '2023-11-14T22:13:20Z'] },
  { unit: 'iso8601', texts: [...notInstant, '1700000000'] },
  { unit: 'http-date', texts: [...notHttpDate, '1700000000'] },
  { unit: 'auto', texts: [...notDecimal, ...notInstant, 'Tue, 14 Nov 2023 22:13:20 GMT'] },
])('refuses what is no $unit', ({ unit, texts }) => {
  const read = texts.filter((text) => {
    try {
      parseTimestamp(text, unit)
      return true
    } catch (error) {
      expect(error).toMatchObject({ reason: 'timestamp_malformed' })
      return false
    }
  })
  expect(read).toEqual([])
})

test.each<{ unit: TimestampUnit; text: string }>([
  { unit: 's', text: '1700000000' },
  { unit: 'ms', text: '1700000000999' },
  { unit: 'iso8601', text: '2023-11-14T22:13:20.999Z' },
  { unit: 'http-date', text: 'Tue, 14 Nov 2023 22:13:20 GMT' },
  { unit: 'auto', text: '1700000000' },
])('writes $unit as $text', ({ unit, text }) => {
  expect(formatTimestamp(now + 999, unit)).toBe(text)
})

test('needs a zone where the timestamp runs into what follows it', async () => {
  const inHeader = (signs: string) =>
    acme({ signs, timestamp: { from: { header: 'x-timestamp' }, unit: 'iso8601' } })
  const verdict = (signs: string, timestamp: string, between: string) => {
    const headers = { 'x-timestamp': timestamp, 'x-signature': macOf(`${timestamp}${between}{}`) }
    return send(inHeader(signs), { headers })
  }
  for (const zoned of ['2023-11-14T22:13:20Z', '2023-11-14T22:13:20.5+00:00', '2023-11-14T22:13:20z'])
    expect(await verdict('{timestamp}{body}', zoned, '')).toBe('admitted')
  for (const open of ['2023-11-14T22:13:20', '2023-11-14T22:13:20.5', '2023-11-14T22:13:20 UTC']) {
    expect(await verdict('{timestamp}{body}', open, '')).toBe('timestamp_malformed')
    expect(await verdict('{timestamp}[{header:x-a}]{body}', open, '')).toBe('timestamp_malformed')
    expect(await verdict('{timestamp}.{body}', open, '.')).toBe('admitted')
  }
})

test('needs a zone of an instant among several units too', async () => {
  const scheme = acme({
    signs: '{timestamp}{body}',
    timestamp: { from: { header: 'x-timestamp' }, unit: 'auto' },
  })
  const verdict = (timestamp: string) =>
    send(scheme, { headers: { 'x-timestamp': timestamp, 'x-signature': macOf(`${timestamp}{}`) } })
  expect(await verdict('2023-11-14T22:13:20Z')).toBe('admitted')
  expect(await verdict('2023-11-14T22:13:20')).toBe('timestamp_malformed')
  expect(await verdict('1700000000')).toBe('admitted')
})

test('cannot be cut elsewhere: digits of the body are none of the fraction', async () => {
  const scheme = acme({
    signs: '{timestamp}{body}',
    timestamp: { from: { header: 'x-timestamp' }, unit: 'iso8601' },
  })
  const signed = macOf('2023-11-14T22:13:20.5Z')
  const headers = { 'x-timestamp': '2023-11-14T22:13:20', 'x-signature': signed }
  expect(await send(scheme, { headers, rawBody: '.5Z' })).toBe('timestamp_malformed')
})

test.each([
  { sentAt: now - 300_000, at: now, verdict: undefined },
  { sentAt: now - 300_000, at: now + 999, verdict: undefined },
  { sentAt: now - 301_000, at: now, verdict: 'timestamp_too_old' },
  { sentAt: now - 300_001, at: now, verdict: 'timestamp_too_old' },
  { sentAt: now + 300_000, at: now, verdict: undefined },
  { sentAt: now + 300_001, at: now, verdict: 'timestamp_in_future' },
])('holds five minutes to either side: $sentAt at $at', ({ sentAt, at, verdict }) => {
  const check = () => {
    checkFreshness(sentAt, at, 300_000)
  }
  if (verdict === undefined) expect(check).not.toThrow()
  else expect(check).toThrow(expect.objectContaining({ reason: verdict }))
})

test('accepts any instant where there is no tolerance', () => {
  expect(() => {
    checkFreshness(0, now, false)
  }).not.toThrow()
})

test.each(['2023-02-30T00:00:00Z', '2023-02-29T00:00:00Z', '2023-04-31T00:00:00Z'])(
  'refuses %s, a day that there is not',
  (text) => {
    expect(() => parseTimestamp(text, 'iso8601')).toThrow(SignatureError)
  },
)
