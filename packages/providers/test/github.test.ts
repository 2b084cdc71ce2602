import { readFileSync } from 'node:fs'
import { sign, verify, verifyWithFallback } from '@octokit/webhooks-methods'
import { github } from '@postern/providers/github'
import fc from 'fast-check'
import { altered, alteredText, anyBit, anyTextBit, type Bit, misencoded } from './altered.js'
import { now, receive, receiverAt } from './receive.js'

interface Definition {
  readonly name: string
  readonly examples: readonly Record<string, unknown>[]
}

// Published as JSON, beside types that speak of a default export.
const definitions = JSON.parse(
  readFileSync(require.resolve('@octokit/webhooks-examples'), 'utf8'),
) as Definition[]

const secret = 'correct horse battery staple'
const newSecret = 'Tr0ub4dor & drei 🐎'
const delivery = '72d3162e-cc78-11e3-81ab-4c9367dc0958'
const body = '{"ref":"refs/heads/main","pusher":{"name":"Zoë 🦊"}}'

function headersOf(signature: string, headers: Record<string, string> = {}) {
  return {
    'content-type': 'application/json',
    'x-github-event': 'push',
    'x-github-delivery': delivery,
    'x-hub-signature-256': signature,
    ...headers,
  }
}

function weReceive(rawBody: string | Uint8Array, signature: string, secrets: string | string[] = secret) {
  return receive(receiverAt(now, { scheme: github({ secrets }) }), headersOf(signature), rawBody)
}

function ourSignature(payload: string | Uint8Array, secrets: string | string[] = secret): string {
  return github({ secrets }).sign({ body: payload })['x-hub-signature-256'] as string
}

async function bothRefuse(payload: string | Uint8Array, signature: string): Promise<void> {
  expect(await verify(secret, Buffer.from(payload as Uint8Array).toString(), signature)).toBe(false)
  expect(await weReceive(payload, signature)).toEqual({ refused: expect.any(String) })
}

const anyPayload = fc.jsonValue({ stringUnit: 'binary' }).map((value) => JSON.stringify({ value }))

describe.each(definitions)('a real $name', ({ name, examples }) => {
  test.each(examples.map((example, index) => ({ example, index })))(
    'that the SDK signs is accepted: example $index',
    async ({ example }) => {
      const payload = JSON.stringify(example)
      const headers = headersOf(await sign(secret, payload), { 'x-github-event': name })
      const outcome = await receive(
        receiverAt(now, { scheme: github({ secrets: secret }) }),
        headers,
        payload,
      )
      expect(outcome).toEqual({ id: delivery, type: name, keyId: '0', payload: example })
    },
  )
})

test('accepts whatever payload the SDK signs', async () => {
  await fc.assert(
    fc.asyncProperty(anyPayload, async (payload) => {
      expect(await weReceive(payload, await sign(secret, payload))).toMatchObject({ id: delivery })
    }),
    { numRuns: 200 },
  )
})

test('signs whatever payload so that the SDK accepts it', async () => {
  await fc.assert(
    fc.asyncProperty(anyPayload, async (payload) => {
      expect(ourSignature(payload)).toBe(await sign(secret, payload))
      expect(await verify(secret, payload, ourSignature(payload))).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test('refuses a body with any bit flipped, as the SDK does', async () => {
  const signature = await sign(secret, body)
  await fc.assert(
    fc.asyncProperty(anyBit, (bit) => bothRefuse(altered(body, bit), signature)),
    { numRuns: 300 },
  )
})

test('refuses a signature with any bit flipped, as the SDK does', async () => {
  const signature = await sign(secret, body)
  const start = 'sha256='.length
  const isOtherCase = (bit: Bit) => alteredText(signature, bit, start).toLowerCase() === signature
  await fc.assert(
    fc.asyncProperty(
      anyTextBit.filter((bit) => !isOtherCase(bit)),
      (bit) => bothRefuse(body, alteredText(signature, bit, start)),
    ),
    { numRuns: 300 },
  )
})

test.each(['sha256', 'sha1=', 'SHA256=', 'sha256:', ''])(
  'refuses a signature behind %p for a prefix, as the SDK does',
  async (prefix) => {
    const signature = await sign(secret, body)
    await bothRefuse(body, prefix + signature.slice('sha256='.length))
  },
)

test.each([
  { name: 'the first of two active secrets', signedWith: newSecret, keyId: '0' },
  { name: 'the second of two active secrets', signedWith: secret, keyId: '1' },
])('accepts what the SDK signs with $name', async ({ signedWith, keyId }) => {
  const signature = await sign(signedWith, body)
  expect(await weReceive(body, signature, [newSecret, secret])).toMatchObject({ keyId })
})

test('signs with the first secret of a rotation, which the SDK accepts with the other as its fallback', async () => {
  const signature = ourSignature(body, [newSecret, secret])
  expect(await verify(newSecret, body, signature)).toBe(true)
  expect(await verifyWithFallback(secret, body, signature, [newSecret])).toBe(true)
  expect(await verifyWithFallback(secret, body, signature, ['of someone else'])).toBe(false)
})

test('accepts a signature in capital letters, which the SDK refuses', async () => {
  const signature = `sha256=${(await sign(secret, body)).slice('sha256='.length).toUpperCase()}`
  expect(await verify(secret, body, signature)).toBe(false)
  expect(await weReceive(body, signature)).toMatchObject({ id: delivery })
})

test('refuses bytes that only read the same as the signed text, which the SDK cannot tell apart', async () => {
  const signed = body.replace('ë', '\ufffd')
  const bytes = misencoded(signed)
  const signature = await sign(secret, signed)
  expect(await verify(secret, bytes.toString(), signature)).toBe(true)
  expect(await weReceive(bytes, signature)).toEqual({ refused: 'signature_mismatch' })
})

test('verifies a form as it was sent, and gives its fields', async () => {
  const form = new URLSearchParams({ payload: body }).toString()
  const headers = headersOf(await sign(secret, form), { 'content-type': 'application/x-www-form-urlencoded' })
  const outcome = await receive(receiverAt(now, { scheme: github({ secrets: secret }) }), headers, form)
  expect(outcome).toEqual({ id: delivery, type: 'push', keyId: '0', payload: { payload: body } })
})

test('takes the same delivery id again for a duplicate', async () => {
  const receiver = receiverAt(now, { scheme: github({ secrets: secret }) })
  const headers = headersOf(await sign(secret, body))
  await receive(receiver, headers, body)
  expect(await receive(receiver, headers, body)).toEqual({ duplicate: delivery })
})

test('refuses a delivery without an id, which is genuine otherwise', async () => {
  const { 'x-github-delivery': _id, ...headers } = headersOf(await sign(secret, body))
  const receiver = receiverAt(now, { scheme: github({ secrets: secret }) })
  expect(await receive(receiver, headers, body)).toEqual({ refused: 'ERR_WEBHOOK_EVENT_ID_MISSING' })
})

test('runs a replay under another delivery id, which is not signed, unless the id is the hash', async () => {
  const signature = await sign(secret, body)
  const original = headersOf(signature)
  const replay = headersOf(signature, { 'x-github-delivery': '00000000-cc78-11e3-81ab-4c9367dc0958' })
  const byHeader = receiverAt(now, { scheme: github({ secrets: secret }) })
  await receive(byHeader, original, body)
  expect(await receive(byHeader, replay, body)).toMatchObject({ id: replay['x-github-delivery'] })
  const byHash = receiverAt(now, { scheme: github({ secrets: secret }), eventId: 'hash' })
  const { id } = await receive(byHash, original, body)
  expect(await receive(byHash, replay, body)).toEqual({ duplicate: id })
})

test('tells payloads apart by their hash', async () => {
  const receiver = receiverAt(now, { scheme: github({ secrets: secret }), eventId: 'hash' })
  await receive(receiver, headersOf(await sign(secret, body)), body)
  const other = body.replace('main', 'next')
  expect(await receive(receiver, headersOf(await sign(secret, other)), other)).toMatchObject({ type: 'push' })
})
