import { createHmac } from 'node:crypto'
import { convoy, standardWebhooks, timestampedHmac } from '@postern/core'
import { attempt, now } from './attempt.js'

const secret = 'a-secret-of-some-length'
const scheme = timestampedHmac({ secrets: secret })
const seconds = String(now / 1000)

/** Signs as the scheme says, whatever the timestamp looks like: only its own strictness can refuse it. */
function mac(timestamp: string, body: Uint8Array | string): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')
}

function receive(timestamp: string, body: Uint8Array | string, signature = mac(timestamp, body)) {
  const headers = { 'x-webhook-timestamp': timestamp, 'x-webhook-signature': signature }
  return attempt({ scheme, eventId: false, parse: 'raw' }, { headers, rawBody: body })
}

test.each([
  { name: "a replacement pattern ($$, $&, $')", body: '{"price":"$$5 $& $\' $1"}' },
  { name: 'a byte order mark', body: Buffer.from('\ufeff{"a":1}') },
  { name: 'invalid UTF-8', body: Buffer.from([0x7b, 0xff, 0xfe, 0xc0, 0x80, 0x7d]) },
  { name: 'every byte there is', body: Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)) },
  { name: 'nothing', body: '' },
  { name: 'line ends of both kinds', body: '{"a":1}\r\n\n' },
])('verifies a body of $name byte for byte', async ({ body }) => {
  expect(await receive(seconds, body)).toBe('admitted')
  expect(
    await receive(seconds, Buffer.concat([Buffer.from(body), Buffer.from(' ')]), mac(seconds, body)),
  ).toBe('signature_mismatch')
})

test.each([
  '1700000000junk',
  '+1700000000',
  '-1700000000',
  '1_700_000_000',
  '١٧٠٠٠٠٠٠٠٠',
  'NaN',
  'Infinity',
  '1.7e9',
  '17e8',
  '1700000000.0',
  '0x6553f100',
  '01700000000',
  '1700000000000000',
  '1,700,000,000',
  '1700000000 1',
  'null',
  '٠',
])('refuses the timestamp %p though it is signed', async (timestamp) => {
  expect(await receive(timestamp, '{}')).toBe('timestamp_malformed')
})

test.each([
  { name: 'a letter beyond hexadecimal', signature: 'g'.repeat(64) },
  { name: 'an odd number of digits', signature: 'a'.repeat(63) },
  { name: 'letters beyond ASCII', signature: 'é'.repeat(64) },
  { name: 'letters beyond Latin-1', signature: '\u0131'.repeat(64) },
  { name: 'a NUL', signature: `${'a'.repeat(63)}\0` },
  { name: 'white space inside', signature: `${'a'.repeat(32)} ${'a'.repeat(31)}` },
])('refuses a signature of $name, and does not fail over it', async ({ signature }) => {
  expect(await receive(seconds, '{}', signature)).toBe('signature_malformed')
})

test('takes no character beyond one byte for the byte that a conversion would fold it to', async () => {
  const standard = standardWebhooks({ secrets: Buffer.from(secret) })
  // U+0169 becomes `i` when it is cut to one byte.
  const headers = { ...standard.sign({ id: 'i1', body: '{}', sentAt: now }), 'webhook-id': '\u01691' }
  expect(await attempt({ scheme: standard }, { headers, rawBody: '{}' })).toBe('id_malformed')
})

test.each(['a b', 'a\tb', 'a\x7f', 'a\0', 'a\u2003b'])(
  'refuses the id %j, though it is signed',
  async (id) => {
    const standard = standardWebhooks({ secrets: Buffer.from(secret) })
    const signature = createHmac('sha256', secret).update(`${id}.${seconds}.{}`, 'latin1').digest('base64')
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': seconds,
      'webhook-signature': `v1,${signature}`,
    }
    expect(await attempt({ scheme: standard }, { headers, rawBody: '{}' })).toBe('id_malformed')
    expect(() => standard.sign({ id, body: '{}' })).toThrow(TypeError)
  },
)

test('refuses a repeated timestamp in the signature header', async () => {
  const scheme = convoy({ schemes: [{ hash: 'SHA256', encoding: 'hex', secrets: [secret] }] })
  const { 'x-convoy-signature': header } = scheme.sign({ body: '{}', sentAt: now })
  const doubled = { 'x-convoy-signature': `t=1,${header ?? ''}` }
  expect(await attempt({ scheme, eventId: false }, { headers: doubled, rawBody: '{}' })).toBe(
    'header_malformed',
  )
})

test.each(['x-webhook-signature', 'x-webhook-timestamp'])(
  'refuses a request that has %s twice',
  async (name) => {
    const headers: Record<string, string> = {
      'x-webhook-timestamp': seconds,
      'x-webhook-signature': mac(seconds, '{}'),
    }
    const options = { scheme, eventId: false, parse: 'raw' } as const
    const value = headers[name] ?? ''
    const rawHeaders = [...Object.entries(headers).flat(), name.toUpperCase(), value]
    const joined = { ...headers, [name]: `${value}, ${value}` }
    expect(await attempt(options, { headers: joined, rawHeaders, rawBody: '{}' })).toBe('header_repeated')
    const listed = { ...headers, [name]: [value, value] }
    expect(await attempt(options, { headers: listed, rawBody: '{}' })).toBe('header_repeated')
  },
)

test('reads headers of any case, and those of a Fetch request', async () => {
  const headers = { 'X-Webhook-Timestamp': seconds, 'X-WEBHOOK-SIGNATURE': mac(seconds, '{}') }
  const options = { scheme, eventId: false } as const
  expect(await attempt(options, { headers, rawBody: '{}' })).toBe('admitted')
  const fetched = new Headers(headers)
  expect(await attempt(options, { headers: fetched, rawBody: '{}' })).toBe('admitted')
  const rawHeaders = [...fetched].flat()
  expect(await attempt(options, { headers: fetched, rawHeaders, rawBody: '{}' })).toBe('admitted')
})

test('refuses a header stuffed with signatures before any is computed', async () => {
  const standard = standardWebhooks({ secrets: Buffer.from(secret) })
  const headers = standard.sign({ id: 'msg_1', body: '{}', sentAt: now })
  const genuine = headers['webhook-signature'] ?? ''
  const stuff = (count: number) => ({
    ...headers,
    'webhook-signature': [...Array<string>(count).fill(`v1,${'A'.repeat(43)}=`), genuine].join(' '),
  })
  expect(await attempt({ scheme: standard }, { headers: stuff(15), rawBody: '{}' })).toBe('admitted')
  for (const count of [16, 40, 200]) {
    expect(await attempt({ scheme: standard }, { headers: stuff(count), rawBody: '{}' })).toBe(
      'header_malformed',
    )
  }
})

test('refuses a header stuffed with fields that mean nothing', async () => {
  const scheme = convoy({ schemes: [{ hash: 'SHA256', encoding: 'hex', secrets: [secret] }] })
  const { 'x-convoy-signature': header = '' } = scheme.sign({ body: '{}', sentAt: now })
  const stuff = (count: number) => ({
    'x-convoy-signature': [header, ...Array<string>(count).fill('x=1')].join(','),
  })
  expect(await attempt({ scheme, eventId: false }, { headers: stuff(30), rawBody: '{}' })).toBe('admitted')
  expect(await attempt({ scheme, eventId: false }, { headers: stuff(31), rawBody: '{}' })).toBe(
    'header_malformed',
  )
})

test('does not slow down on a header full of white space', async () => {
  const startedAt = process.hrtime.bigint()
  await receive(`1${' '.repeat(16_000)}1`, '{}', 'a'.repeat(64))
  expect(Number(process.hrtime.bigint() - startedAt) / 1e6).toBeLessThan(50)
})
