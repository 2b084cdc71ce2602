import { standardWebhooks } from '@postern/core'
import { manualClock } from '@postern/testing'
import { Webhook as ReferenceWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { attempt, now } from '../attempt.js'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const scheme = standardWebhooks({ secrets: secret })
const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek'
const rawBody = '{"test": 2432232314}'
const tolerance = 5 * 60_000

function signed(sentAt: number, signer: Pick<ReferenceWebhook, 'sign'> = new ReferenceWebhook(secret)) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt / 1000)),
    'webhook-signature': signer.sign(id, new Date(sentAt), rawBody),
  }
}

function receive(headers: Record<string, string>, using = scheme) {
  return attempt({ scheme: using }, { headers, rawBody })
}

function without(header: string) {
  return Object.fromEntries(Object.entries(signed(now)).filter(([name]) => name !== header))
}

function asSvix(headers: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.replace('webhook', 'svix'), value]),
  )
}

test('accepts what the reference library signs', async () => {
  expect(await receive(signed(now))).toBe('admitted')
})

test('accepts what the Svix library signs, in its own headers', async () => {
  expect(await receive(asSvix(signed(now, new SvixWebhook(secret))))).toBe('admitted')
})

test('signs what the reference library and the Svix library accept', () => {
  const headers = scheme.sign({ id, body: rawBody, sentAt: Date.now() })
  expect(new ReferenceWebhook(secret).verify(rawBody, headers)).toEqual({ test: 2432232314 })
  expect(new SvixWebhook(secret).verify(rawBody, headers)).toEqual({ test: 2432232314 })
})

test('refuses an option that does not exist', () => {
  expect(() => standardWebhooks({ secrets: secret, key: 'whpk_' } as { secrets: string })).toThrow(
    /unknown option key/,
  )
})

test('takes a secret without its prefix, or as bytes', async () => {
  const bytes = Buffer.from(secret.slice('whsec_'.length), 'base64')
  for (const secrets of [secret.slice('whsec_'.length), bytes]) {
    expect(await receive(signed(now), standardWebhooks({ secrets }))).toBe('admitted')
  }
})

test('accepts a valid signature among others, of other versions too', async () => {
  const headers = signed(now)
  const others = [
    'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=',
    'v2,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=',
  ]
  const signature = [...others, headers['webhook-signature'], ...others].join(' ')
  expect(await receive({ ...headers, 'webhook-signature': signature })).toBe('admitted')
})

test.each([
  { name: 'the id', headers: without('webhook-id'), reason: 'id_missing' },
  { name: 'the timestamp', headers: without('webhook-timestamp'), reason: 'timestamp_missing' },
  { name: 'the signature', headers: without('webhook-signature'), reason: 'signature_missing' },
  {
    name: 'a version before the signature',
    headers: { ...signed(now), 'webhook-signature': signed(now)['webhook-signature'].slice(3) },
    reason: 'signature_unsupported',
  },
  { name: 'all headers', headers: {}, reason: 'signature_missing' },
])('refuses a delivery without $name', async ({ headers, reason }) => {
  expect(await receive(headers)).toBe(reason)
})

test.each([
  { name: 'exactly five minutes old', sentAt: now - tolerance, outcome: 'admitted' },
  { name: 'five minutes and a second old', sentAt: now - tolerance - 1000, outcome: 'timestamp_too_old' },
  { name: 'exactly five minutes ahead', sentAt: now + tolerance, outcome: 'admitted' },
  { name: 'five minutes and a second ahead', sentAt: now + tolerance + 1000, outcome: 'timestamp_in_future' },
])('judges a timestamp $name: $outcome', async ({ sentAt, outcome }) => {
  expect(await receive(signed(sentAt))).toBe(outcome)
})

test('leaves the fraction of the present second aside, as a timestamp in seconds has none', async () => {
  const clock = manualClock(now + 999)
  const request = { headers: signed(now - tolerance), rawBody }
  expect(await attempt({ scheme, clock }, request)).toBe('admitted')
})

test('takes all headers from one family: a part of the other never fills a gap', async () => {
  const headers = signed(now)
  for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const) {
    const mixed = { ...without(name), [name.replace('webhook', 'svix')]: headers[name] }
    expect(await receive(mixed)).not.toBe('admitted')
  }
  const otherId = { ...headers, 'svix-id': 'msg_other', 'svix-timestamp': '1', 'svix-signature': 'v1,AAAA' }
  expect(await receive(otherId)).toBe('admitted')
})

test('refuses an id that the separator could cut elsewhere', async () => {
  // The same bytes are signed for the id `a.1700000000` and the body `{}` as for other cuts of them.
  const signature = new ReferenceWebhook(secret).sign('a.1700000000', new Date(now), '{}')
  const headers = {
    'webhook-id': 'a.1700000000',
    'webhook-timestamp': '1700000000',
    'webhook-signature': signature,
  }
  expect(await attempt({ scheme }, { headers, rawBody: '{}' })).toBe('id_malformed')
  const cut = { ...headers, 'webhook-id': 'a' }
  expect(await attempt({ scheme, parse: 'raw' }, { headers: cut, rawBody: '1700000000.{}' })).toBe('admitted')
  expect(() => scheme.sign({ id: 'a.1', body: '{}' })).toThrow(TypeError)
})
