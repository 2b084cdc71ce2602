import { memoryStore, type ReceiverOptions } from '@postern/core'
import { slack } from '@postern/providers/slack'
import { countingStore } from '@postern/testing/counting-store'
import { isValidSlackRequest } from '@slack/bolt'
import fc from 'fast-check'
import { altered, alteredText, anyBit, anyTextBit, type Bit, misencoded } from './altered.js'
import { bodyOf, vectorsOf } from './provider-vectors.js'
import { now, receive, receiverAt } from './receive.js'

const secret = '8f742231b10e8888abcd99yyyzzz85a5'
const oldSecret = '5b31d2f07c6e4a19b8d0c3e2f4a59687'
const seconds = now / 1000
const body = JSON.stringify({
  type: 'event_callback',
  event_id: 'Ev0PV52K25',
  event: { type: 'app_mention', text: 'Grüße, 世界 🦊' },
})

function theyAccept(
  rawBody: string | Uint8Array,
  timestamp: string,
  signature: string,
  { signingSecret = secret, receivedAt = now } = {},
): boolean {
  return isValidSlackRequest({
    signingSecret,
    body: Buffer.from(rawBody as Uint8Array).toString(),
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) },
    nowMilliseconds: receivedAt,
  })
}

function weReceive(rawBody: string | Uint8Array, timestamp: string, signature: string, secrets = [secret]) {
  const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature }
  return receive(receiverAt(now, { scheme: slack({ secrets }) }), headers, rawBody)
}

/** The SDK has nothing to sign with; the vectors show that our signatures are those of others. */
function signed(rawBody: string | Uint8Array, secrets = [secret], sentAt = now) {
  const headers = slack({ secrets }).sign({ body: rawBody, sentAt })
  return {
    timestamp: headers['x-slack-request-timestamp'] as string,
    signature: headers['x-slack-signature'] as string,
  }
}

async function bothRefuse(rawBody: string | Uint8Array, timestamp: string, signature: string): Promise<void> {
  expect(theyAccept(rawBody, timestamp, signature)).toBe(false)
  expect(await weReceive(rawBody, timestamp, signature)).toEqual({ refused: expect.any(String) })
}

const anyPayload = fc
  .jsonValue({ stringUnit: 'binary' })
  .map((event) => JSON.stringify({ event_id: 'Ev0PV52K25', event }))

test.each(vectorsOf('slack').vectors.filter(({ signs }) => signs))(
  'agrees with the SDK that $name is genuine',
  async (vector) => {
    const { 'x-slack-request-timestamp': timestamp = '', 'x-slack-signature': signature = '' } =
      vector.headers
    const { receivedAt, secrets = [] } = vector
    for (const signingSecret of secrets) {
      expect(theyAccept(bodyOf(vector), timestamp, signature, { signingSecret, receivedAt })).toBe(true)
    }
    const receiver = receiverAt(receivedAt, { scheme: slack({ secrets }), eventId: 'hash' })
    expect(await receive(receiver, vector.headers, bodyOf(vector))).not.toHaveProperty('refused')
  },
)

test('signs whatever payload so that the SDK accepts it, and accepts it too', async () => {
  await fc.assert(
    fc.asyncProperty(anyPayload, async (payload) => {
      const { timestamp, signature } = signed(payload)
      expect(theyAccept(payload, timestamp, signature)).toBe(true)
      expect(await weReceive(payload, timestamp, signature)).toMatchObject({ id: 'Ev0PV52K25' })
    }),
    { numRuns: 200 },
  )
})

test('refuses a body with any bit flipped, as the SDK does', async () => {
  const { timestamp, signature } = signed(body)
  await fc.assert(
    fc.asyncProperty(anyBit, (bit) => bothRefuse(altered(body, bit), timestamp, signature)),
    { numRuns: 300 },
  )
})

test('refuses a timestamp with any bit flipped, as the SDK does', async () => {
  const { timestamp, signature } = signed(body)
  await fc.assert(
    fc.asyncProperty(anyTextBit, (bit) => bothRefuse(body, alteredText(timestamp, bit), signature)),
    { numRuns: 200 },
  )
})

test('refuses a signature with any bit flipped, as the SDK does', async () => {
  const { timestamp, signature } = signed(body)
  const isOtherCase = (bit: Bit) => alteredText(signature, bit).toLowerCase() === signature
  await fc.assert(
    fc.asyncProperty(
      anyTextBit.filter((bit) => !isOtherCase(bit)),
      (bit) => bothRefuse(body, timestamp, alteredText(signature, bit)),
    ),
    { numRuns: 300 },
  )
})

test('signs with the first secret of a rotation, which alone the SDK accepts', () => {
  const { timestamp, signature } = signed(body, [secret, oldSecret])
  expect(theyAccept(body, timestamp, signature)).toBe(true)
  expect(theyAccept(body, timestamp, signature, { signingSecret: oldSecret })).toBe(false)
})

test.each([
  { name: 'new', signedWith: secret, keyId: '0' },
  { name: 'old', signedWith: oldSecret, keyId: '1' },
])(
  'accepts the $name secret of a rotation, and the SDK accepts what it made',
  async ({ signedWith, keyId }) => {
    const { timestamp, signature } = signed(body, [signedWith])
    expect(theyAccept(body, timestamp, signature, { signingSecret: signedWith })).toBe(true)
    expect(await weReceive(body, timestamp, signature, [secret, oldSecret])).toMatchObject({ keyId })
  },
)

test.each([
  { name: 'five minutes old', age: 300, refused: undefined },
  { name: 'five minutes and a second old', age: 301, refused: 'timestamp_too_old' },
])('judges a timestamp $name as the SDK does', async ({ age, refused }) => {
  const { timestamp, signature } = signed(body, [secret], now - age * 1000)
  expect(theyAccept(body, timestamp, signature)).toBe(refused === undefined)
  expect((await weReceive(body, timestamp, signature)).refused).toBe(refused)
})

test.each([
  {
    name: 'a timestamp ten minutes ahead',
    ...signed(body, [secret], now + 600_000),
    refused: 'timestamp_in_future',
  },
  {
    name: 'a timestamp of another spelling',
    timestamp: `${seconds}.0`,
    signature: signed(body).signature,
    refused: 'timestamp_malformed',
  },
  {
    name: 'a signature with more behind it',
    timestamp: `${seconds}`,
    signature: `${signed(body).signature}=more`,
    refused: 'signature_malformed',
  },
])('refuses $name, which the SDK accepts', async ({ timestamp, signature, refused }) => {
  expect(theyAccept(body, timestamp, signature)).toBe(true)
  expect(await weReceive(body, timestamp, signature)).toEqual({ refused })
})

test('refuses bytes that only read the same as the signed text, which the SDK cannot tell apart', async () => {
  const text = body.replace('ü', '\ufffd')
  const { timestamp, signature } = signed(text)
  expect(theyAccept(misencoded(text), timestamp, signature)).toBe(true)
  expect(await weReceive(misencoded(text), timestamp, signature)).toEqual({ refused: 'signature_mismatch' })
})

test('accepts a signature in capital letters, which the SDK refuses', async () => {
  const { timestamp, signature } = signed(body)
  const capital = `v0=${signature.slice('v0='.length).toUpperCase()}`
  expect(theyAccept(body, timestamp, capital)).toBe(false)
  expect(await weReceive(body, timestamp, capital)).toMatchObject({ id: 'Ev0PV52K25' })
})

const verification = JSON.stringify({
  type: 'url_verification',
  token: 'Jhj5dZrVaK7ZwHHjRyZWjbDl',
  challenge: '3eZbrw1a',
})

test.each<{ name: string; options: ReceiverOptions }>([
  { name: 'alone', options: {} },
  {
    name: 'beside a schema that only events match',
    options: {
      schema: {
        '~standard': { version: 1, vendor: 'test', validate: () => ({ issues: [{ message: 'No event.' }] }) },
      },
    },
  },
  {
    name: 'beside a function that finds the id of events only',
    options: { eventId: ({ payload }) => (payload as { event: { id: string } }).event.id },
  },
])('answers the check of the endpoint with its challenge $name, and asks no store', async ({ options }) => {
  const store = countingStore(memoryStore())
  const scheme = slack({ secrets: secret })
  const receiver = receiverAt(now, { scheme, store, ...options })
  const headers = scheme.sign({ body: verification, sentAt: now })
  expect(await receive(receiver, headers, verification)).toEqual({ handshake: '3eZbrw1a' })
  expect(store.calls).toEqual({ accept: 0, extend: 0, complete: 0, release: 0, forget: 0 })
})

test.each([
  { name: 'not signed', headers: {}, refused: 'signature_missing' },
  {
    name: 'signed with another secret',
    headers: slack({ secrets: oldSecret }).sign({ body: verification, sentAt: now }),
    refused: 'signature_mismatch',
  },
  {
    name: 'ten minutes old',
    headers: slack({ secrets: secret }).sign({ body: verification, sentAt: now - 600_000 }),
    refused: 'timestamp_too_old',
  },
])('keeps the challenge to itself when the check of the endpoint is $name', async ({ headers, refused }) => {
  const receiver = receiverAt(now, { scheme: slack({ secrets: secret }) })
  expect(await receive(receiver, headers, verification)).toEqual({ refused })
})

test('takes the trigger id of a slash command for the event id', async () => {
  const form = new URLSearchParams({
    command: '/weather',
    text: '94070',
    trigger_id: '13345224609.738474920.8088',
  })
  const scheme = slack({ secrets: secret })
  const headers = {
    ...scheme.sign({ body: form.toString(), sentAt: now }),
    'content-type': 'application/x-www-form-urlencoded',
  }
  const receiver = receiverAt(now, { scheme })
  const id = '13345224609.738474920.8088'
  expect(await receive(receiver, headers, form.toString())).toEqual({
    id,
    type: undefined,
    keyId: '0',
    payload: { command: '/weather', text: '94070', trigger_id: id },
  })
  expect(await receive(receiver, headers, form.toString())).toEqual({ duplicate: id })
})

test('tells block actions apart by their hash, as their form carries no event id', async () => {
  const scheme = slack({ secrets: secret })
  const receiver = receiverAt(now, { scheme, eventId: 'hash' })
  const form = new URLSearchParams({ payload: '{"type":"block_actions"}' }).toString()
  const headers = {
    ...scheme.sign({ body: form, sentAt: now }),
    'content-type': 'application/x-www-form-urlencoded',
  }
  const { id } = await receive(receiver, headers, form)
  expect(await receive(receiver, headers, form)).toEqual({ duplicate: id })
})

test('takes a retry, signed anew at another second, for a duplicate', async () => {
  const scheme = slack({ secrets: secret })
  const receiver = receiverAt(now, { scheme })
  await receive(receiver, scheme.sign({ body, sentAt: now - 60_000 }), body)
  const retry = { ...scheme.sign({ body, sentAt: now }), 'x-slack-retry-num': '1' }
  expect(await receive(receiver, retry, body)).toEqual({ duplicate: 'Ev0PV52K25' })
})
