import { cleanUp } from '@postern/testing/clean-up'
import { manualClock } from '@postern/testing/manual-clock'
import { recordWarnings } from '@postern/testing/warnings'
import { createReceiver } from '@postern/core'
import { attempt, now } from '../attempt.js'
import { acme, junk, macOf, send } from './acme.js'

afterEach(cleanUp)

const ofJson = acme({ timestamp: { from: { json: '$.at' }, unit: 's' } })
const ofForm = acme({ timestamp: { from: { form: 'at' }, unit: 'ms' } })
const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' }

const signed = (rawBody: string) => ({ rawBody, headers: { 'x-signature': macOf(rawBody) } })
const unsigned = (rawBody: string) => ({ rawBody, headers: { 'x-signature': junk } })

test.each([
  { rawBody: '{"at":1700000000}', expected: 'admitted' },
  { rawBody: '{"at":"1700000000"}', expected: 'admitted' },
  { rawBody: '{"at":1699999699}', expected: 'timestamp_too_old' },
  { rawBody: '{"at":1700000301}', expected: 'timestamp_in_future' },
  { rawBody: '{"at":"yesterday"}', expected: 'timestamp_malformed' },
  { rawBody: '{"at":null}', expected: 'timestamp_missing' },
  { rawBody: '{}', expected: 'timestamp_missing' },
])('judges $rawBody once it is verified: $expected', async ({ rawBody, expected }) => {
  expect(await send(ofJson, signed(rawBody))).toBe(expected)
})

test.each(['{"at":1699999699}', '{"at":"yesterday"}', '{}', 'no JSON', '{"at":1700000000}'])(
  'says nothing of the timestamp of %s while it is not verified',
  async (rawBody) => {
    expect(await send(ofJson, unsigned(rawBody))).toBe('signature_mismatch')
  },
)

test('reads it in a form, and refuses it twice', async () => {
  const verdict = (rawBody: string) => {
    const request = signed(rawBody)
    return send(ofForm, { rawBody, headers: { ...formHeaders, ...request.headers } })
  }
  expect(await verdict('at=1700000000000&a=1')).toBe('admitted')
  expect(await verdict('at=1600000000000&a=1')).toBe('timestamp_too_old')
  expect(await verdict('at=1700000000000&at=1700000000000')).toBe('header_repeated')
  expect(await verdict('a=1')).toBe('timestamp_missing')
})

test('heeds the tolerance of the receiver', async () => {
  const request = signed('{"at":1699999699}')
  expect(await attempt({ scheme: ofJson, eventId: false, toleranceMs: false }, request)).toBe('admitted')
  expect(await attempt({ scheme: ofJson, eventId: false, toleranceMs: 301_000 }, request)).toBe('admitted')
})

test('gives the instant to the route', async () => {
  const receiver = createReceiver({ scheme: ofJson, eventId: false, clock: manualClock(now) })
  const reception = await receiver.receive({ method: 'POST', url: '/', ...signed('{"at":1699999990}') })
  expect(reception).toMatchObject({ kind: 'admitted', webhook: { sentAt: 1_699_999_990_000 } })
})

test('waits for the secrets of a request first', async () => {
  const scheme = acme({ timestamp: { from: { json: '$.at' }, unit: 's' } }, () =>
    Promise.resolve('a-secret-of-some-length'),
  )
  expect(await send(scheme, signed('{"at":1700000000}'))).toBe('admitted')
  expect(await send(scheme, signed('{"at":1600000000}'))).toBe('timestamp_too_old')
  expect(await send(scheme, unsigned('{"at":1600000000}'))).toBe('signature_mismatch')
})

test('lets a stale one through for watching, with its doubt', async () => {
  recordWarnings()
  const receiver = createReceiver({ scheme: ofJson, eventId: false, enforce: false, clock: manualClock(now) })
  const reception = await receiver.receive({ method: 'POST', url: '/', ...signed('{"at":1600000000}') })
  expect(reception).toMatchObject({
    kind: 'admitted',
    doubt: { reason: 'timestamp_too_old' },
    webhook: { verified: false, keyId: undefined },
  })
})

test('reads a timestamp of the body that is named in what is signed too', async () => {
  const scheme = acme({
    signs: '{timestamp}|{body}',
    timestamp: { from: { json: '$.at' }, unit: 's' },
  })
  const verdict = (at: string, content = `${at}|{"at":${at}}`) =>
    send(scheme, { rawBody: `{"at":${at}}`, headers: { 'x-signature': macOf(content) } })
  expect(await verdict('1700000000')).toBe('admitted')
  expect(await verdict('1700000000', '1700000001|{"at":1700000000}')).toBe('signature_mismatch')
  expect(await verdict('1600000000')).toBe('timestamp_too_old')
  for (const rawBody of ['{"at":"yesterday"}', '{"at":1600000000}', '{}'])
    expect(await send(scheme, unsigned(rawBody))).toBe('signature_mismatch')
})
