import { stripe } from '@postern/providers/stripe'
import fc from 'fast-check'
import Stripe from 'stripe'
import { altered, alteredText, anyBit, anyTextBit, type Bit, misencoded } from './altered.js'
import { now, receive, receiverAt } from './receive.js'

const secret = 'whsec_q6Ewp2kJ0VpZ8cN4xLr1tYbH3mDs7uFg'
const newSecret = 'whsec_Zt9hXw3RkM5vBn1QyPc7sLd2GfJ8aEo6'
const seconds = now / 1000
const event = { id: 'evt_1QK7Zv2eZvKYlo2C', object: 'event', type: 'invoice.paid', data: { object: {} } }
const body = JSON.stringify({ ...event, data: { object: { customer_name: 'Zoë Ångström 🦊' } } })

function theirHeader(payload: string, signedWith = secret, timestamp = seconds): string {
  return Stripe.webhooks.generateTestHeaderString({ payload, secret: signedWith, timestamp })
}

function theyAccept(payload: string | Uint8Array, header: string, activeSecret = secret): boolean {
  try {
    Stripe.webhooks.constructEvent(payload, header, activeSecret, undefined, undefined, now)
    return true
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false
    // What it fails with when a signature is empty.
    if (error instanceof Error && error.message.startsWith('secureCompare')) return false
    throw error
  }
}

function weReceive(rawBody: string | Uint8Array, header: string, secrets: string | string[] = secret) {
  const receiver = receiverAt(now, { scheme: stripe({ secrets }) })
  return receive(receiver, { 'stripe-signature': header }, rawBody)
}

async function bothRefuse(payload: string | Uint8Array, header: string): Promise<void> {
  expect(theyAccept(payload, header)).toBe(false)
  expect(await weReceive(payload, header)).toEqual({ refused: expect.any(String) })
}

const anyEvent = fc
  .jsonValue({ stringUnit: 'binary' })
  .map((object) => JSON.stringify({ ...event, data: { object } }))

test('accepts whatever event the SDK signs', async () => {
  await fc.assert(
    fc.asyncProperty(anyEvent, async (payload) => {
      const { id, type } = await weReceive(payload, theirHeader(payload))
      expect({ id, type }).toEqual({ id: event.id, type: event.type })
    }),
    { numRuns: 200 },
  )
})

test('signs whatever event so that the SDK accepts it', () => {
  fc.assert(
    fc.property(anyEvent, (payload) => {
      const header = stripe({ secrets: secret }).sign({ body: payload, sentAt: now })['stripe-signature']
      expect(header).toBe(theirHeader(payload))
      expect(theyAccept(payload, header as string)).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test('refuses a body with any bit flipped, as the SDK does', async () => {
  const header = theirHeader(body)
  await fc.assert(
    fc.asyncProperty(anyBit, (bit) => bothRefuse(altered(body, bit), header)),
    { numRuns: 300 },
  )
})

test('refuses a header with any bit of its timestamp or labels flipped, as the SDK does', async () => {
  const header = theirHeader(body)
  const signatureStart = header.indexOf('v1=') + 'v1='.length
  await fc.assert(
    fc.asyncProperty(anyTextBit, (bit) => {
      const head = alteredText(header.slice(0, signatureStart), bit)
      return bothRefuse(body, head + header.slice(signatureStart))
    }),
    { numRuns: 200 },
  )
})

test('refuses a signature with any bit flipped, as the SDK does', async () => {
  const header = theirHeader(body)
  const signatureStart = header.indexOf('v1=') + 'v1='.length
  const isOtherCase = (bit: Bit) => alteredText(header, bit, signatureStart).toLowerCase() === header
  await fc.assert(
    fc.asyncProperty(
      anyTextBit.filter((bit) => !isOtherCase(bit)),
      (bit) => bothRefuse(body, alteredText(header, bit, signatureStart)),
    ),
    { numRuns: 300 },
  )
})

test.each([
  { name: 'the first of two active secrets', signedWith: newSecret, keyId: '0' },
  { name: 'the second of two active secrets', signedWith: secret, keyId: '1' },
])('accepts what the SDK signs with $name', async ({ signedWith, keyId }) => {
  expect(await weReceive(body, theirHeader(body, signedWith), [newSecret, secret])).toMatchObject({ keyId })
})

test('accepts a header that the SDK signed with both secrets of a rotation, whichever is active here', async () => {
  const [, newest] = theirHeader(body, newSecret).split(',')
  const header = `${theirHeader(body)},${newest as string}`
  expect(await weReceive(body, header, newSecret)).toMatchObject({ id: event.id })
  expect(await weReceive(body, header, secret)).toMatchObject({ id: event.id })
})

test('signs with both secrets of a rotation, so that the SDK accepts either', () => {
  const scheme = stripe({ secrets: [newSecret, secret] })
  const header = scheme.sign({ body, sentAt: now })['stripe-signature'] as string
  expect(theyAccept(body, header, newSecret)).toBe(true)
  expect(theyAccept(body, header, secret)).toBe(true)
  expect(theyAccept(body, header, 'whsec_of_someone_else')).toBe(false)
})

test('takes the whole secret for the key, with its whsec_', async () => {
  const header = theirHeader(body, secret.slice('whsec_'.length))
  await bothRefuse(body, header)
  expect(await weReceive(body, theirHeader(body))).toMatchObject({ id: event.id })
})

test('refuses a header with a v0 signature only, as the SDK does', async () => {
  const header = theirHeader(body).replace('v1=', 'v0=')
  expect(theyAccept(body, header)).toBe(false)
  expect(await weReceive(body, header)).toEqual({ refused: 'signature_unsupported' })
})

test.each([
  { name: 'five minutes old', age: 300, refused: undefined },
  { name: 'five minutes and a second old', age: 301, refused: 'timestamp_too_old' },
])('judges a timestamp $name as the SDK does', async ({ age, refused }) => {
  const header = theirHeader(body, secret, seconds - age)
  expect(theyAccept(body, header)).toBe(refused === undefined)
  expect((await weReceive(body, header)).refused).toBe(refused)
})

const [stamp, signature] = theirHeader(body).split(',') as [string, string]
const replaced = body.replace('ë', '\ufffd')

test.each([
  {
    name: 'a timestamp ten minutes ahead',
    payload: body,
    header: theirHeader(body, secret, seconds + 600),
    refused: 'timestamp_in_future',
  },
  {
    name: 'a timestamp with letters behind it',
    payload: body,
    header: `${stamp}junk,${signature}`,
    refused: 'timestamp_malformed',
  },
  {
    name: 'two timestamps, the last of which is signed',
    payload: body,
    header: `t=1,${stamp},${signature}`,
    refused: 'header_malformed',
  },
  {
    name: 'a field without a value',
    payload: body,
    header: `${stamp},${signature},v2`,
    refused: 'header_malformed',
  },
  {
    name: 'a byte order mark that was put before the signed body',
    payload: Buffer.from(`\ufeff${body}`),
    header: theirHeader(body),
    refused: 'signature_mismatch',
  },
  {
    name: 'a byte that is not UTF-8 in the place of a signed replacement character',
    payload: misencoded(replaced),
    header: theirHeader(replaced),
    refused: 'signature_mismatch',
  },
])('refuses $name, which the SDK accepts', async ({ payload, header, refused }) => {
  expect(theyAccept(payload, header)).toBe(true)
  expect(await weReceive(payload, header)).toEqual({ refused })
})

test.each([
  { name: 'a signature in capital letters', header: `${stamp},v1=${signature.slice(3).toUpperCase()}` },
  { name: 'white space behind the comma', header: `${stamp}, ${signature}` },
])('accepts $name, which the SDK refuses', async ({ header }) => {
  expect(theyAccept(body, header)).toBe(false)
  expect(await weReceive(body, header)).toMatchObject({ id: event.id })
})

test('receives a thin event, which the SDK wants parsed by another method', async () => {
  const thin = JSON.stringify({
    id: 'evt_test_65',
    object: 'v2.core.event',
    type: 'v1.billing.meter.no_meter',
  })
  const header = theirHeader(thin)
  expect(() => theyAccept(thin, header)).toThrow('thin event')
  expect(await weReceive(thin, header)).toMatchObject({
    id: 'evt_test_65',
    type: 'v1.billing.meter.no_meter',
  })
})

test('takes a retry, signed anew at another second, for a duplicate', async () => {
  const receiver = receiverAt(now, { scheme: stripe({ secrets: secret }) })
  await receive(receiver, { 'stripe-signature': theirHeader(body, secret, seconds - 60) }, body)
  expect(await receive(receiver, { 'stripe-signature': theirHeader(body) }, body)).toEqual({
    duplicate: event.id,
  })
})
