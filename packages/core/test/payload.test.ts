import {
  type AdmittedReception,
  createReceiver,
  defineScheme,
  type ReceiverOptions,
  timestampedHmac,
} from '@postern/core'
import { manualClock } from '@postern/testing'
import { z } from 'zod'
import { now, outcomeOf } from './attempt.js'

const scheme = timestampedHmac({ secrets: 'a-secret-of-some-length' })

function receive(
  rawBody: Uint8Array | string,
  options: ReceiverOptions = {},
  headers: Record<string, string> = {},
) {
  const receiver = createReceiver({
    scheme,
    eventId: false,
    clock: manualClock(now),
    onRejected: () => undefined,
    ...options,
  })
  const signed = { ...scheme.sign({ body: rawBody, sentAt: now }), ...headers }
  return receiver.receive({ method: 'POST', url: '/', headers: signed, rawBody })
}

async function payloadOf(...parameters: Parameters<typeof receive>): Promise<unknown> {
  return ((await receive(...parameters)) as AdmittedReception).webhook.payload
}

const type = (contentType: string) => ({ 'content-type': contentType })

test.each([
  { contentType: 'application/json', payload: { a: 1 } },
  { contentType: 'application/json; charset=utf-8', payload: { a: 1 } },
  { contentType: 'Application/JSON;charset="UTF-8"', payload: { a: 1 } },
  { contentType: 'application/cloudevents+json', payload: { a: 1 } },
  { contentType: 'text/plain', payload: { a: 1 } },
  { contentType: '', payload: { a: 1 } },
])('decodes by the media type "$contentType"', async ({ contentType, payload }) => {
  expect(await payloadOf('{"a":1}', {}, type(contentType))).toEqual(payload)
})

test.each([' {"id":"a"}', '\ufeff[1]', '\r\n\t{}'])(
  'takes %j for JSON, whatever the unsigned media type says',
  async (body) => {
    for (const contentType of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
      expect(await payloadOf(body, {}, type(contentType))).toEqual(JSON.parse(body.trim()))
    }
  },
)

test('decodes only the formats that the sender uses, where the scheme says', async () => {
  const scheme = defineScheme({
    name: 'acme',
    algorithm: 'hmac-sha256',
    secret: 'utf8',
    signature: { header: 'acme-signature', format: 'raw', encoding: 'hex' },
    signs: '{body}',
    formats: ['form'],
  })({ secrets: 'a-secret-of-some-length' })
  const send = (body: string, contentType: string, parse: ReceiverOptions['parse'] = 'auto') =>
    outcomeOf(receive(body, { scheme, parse }, { ...scheme.sign({ body }), ...type(contentType) }))
  expect(await send('a=1', 'application/x-www-form-urlencoded')).toBe('admitted')
  expect(await send('a=1', 'text/plain')).toBe('ERR_WEBHOOK_MEDIA_TYPE')
  expect(await send('{}', 'application/json')).toBe('ERR_WEBHOOK_MEDIA_TYPE')
  expect(await send('a=1', 'text/plain', 'text')).toBe('admitted')
})

test('decodes a form, with lists for fields that come again', async () => {
  const payload = await payloadOf('a=1&b=%7B%7D&a=2&c=x+y', {}, type('application/x-www-form-urlencoded'))
  expect(payload).toEqual({ a: ['1', '2'], b: '{}', c: 'x y' })
})

test('decodes every field of a long form', async () => {
  const body = Array.from({ length: 2000 }, (_, index) => `f${index}=${index}`).join('&')
  const payload = await payloadOf(body, {}, type('application/x-www-form-urlencoded'))
  expect(payload).toMatchObject({ f0: '0', f1999: '1999' })
})

test.each([
  { parse: 'json', payload: { a: 1 } },
  { parse: 'text', payload: '{"a":1}' },
  { parse: 'raw', payload: Buffer.from('{"a":1}') },
  { parse: (rawBody: Buffer) => rawBody.length, payload: 7 },
  { parse: (rawBody: Buffer) => Promise.resolve(rawBody.length), payload: 7 },
] as { parse: ReceiverOptions['parse']; payload: unknown }[])(
  'decodes with parse $parse whatever the media type',
  async ({ parse, payload }) => {
    expect(await payloadOf('{"a":1}', { parse: parse! }, type('image/png'))).toEqual(payload)
  },
)

test.each([
  { name: 'another media type', headers: type('image/png') },
  { name: 'another charset', headers: type('application/json; charset=utf-16') },
  { name: 'a content coding', headers: { ...type('application/json'), 'content-encoding': 'gzip' } },
])('refuses $name', async ({ headers }) => {
  expect(await outcomeOf(receive('{}', {}, headers))).toBe('ERR_WEBHOOK_MEDIA_TYPE')
  expect(await outcomeOf(receive('{}', { parse: 'raw' }, headers))).toBe('admitted')
})

test.each([
  { name: 'not JSON', body: '{"a":', parse: 'json' },
  { name: 'empty', body: '', parse: 'json' },
  { name: 'not UTF-8', body: Buffer.from([0x22, 0xff, 0x22]), parse: 'json' },
  { name: 'text that is not UTF-8', body: Buffer.from([0xff]), parse: 'text' },
] as const)(
  'refuses a verified body that is $name, and keeps its text out of the error',
  async ({ body, parse }) => {
    const error: unknown = await receive(body, { parse }).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'ERR_WEBHOOK_PAYLOAD_MALFORMED', status: 400 })
    expect((error as Error).cause).toBeUndefined()
  },
)

test('takes what a parse function throws for a malformed payload', async () => {
  const parse = () => {
    throw new Error('mine')
  }
  await expect(receive('{}', { parse })).rejects.toMatchObject({ status: 400, cause: { message: 'mine' } })
})

test('decodes JSON behind a byte order mark', async () => {
  expect(await payloadOf('\ufeff{"a":1}')).toEqual({ a: 1 })
})

test.each([
  {
    name: 'JSON',
    body: '{"a":{"__proto__":{"admin":true}},"constructor":{"prototype":{"admin":true}}}',
    contentType: 'application/json',
  },
  {
    name: 'JSON with escapes',
    body: '{"a":{"\\u005f_proto__":{"admin":true}}}',
    contentType: 'application/json',
  },
  { name: 'a form', body: '__proto__=admin&a=1', contentType: 'application/x-www-form-urlencoded' },
])('poisons nothing that merges the payload of $name', async ({ body, contentType }) => {
  const payload = (await payloadOf(body, {}, type(contentType))) as { a: object }
  const merged = Object.assign({}, payload, payload.a) as { admin?: boolean }
  expect(merged.admin).toBeUndefined()
  expect(Object.getPrototypeOf(merged)).toBe(Object.prototype)
  expect(JSON.stringify(payload)).not.toContain('__proto__')
  expect(({} as { admin?: boolean }).admin).toBeUndefined()
})

describe('with a schema', () => {
  const schema = z.object({ data: z.object({ amount: z.number() }), currency: z.string().default('EUR') })

  test('gives what the schema makes of the payload', async () => {
    expect(await payloadOf('{"data":{"amount":1,"more":2}}', { schema })).toEqual({
      data: { amount: 1 },
      currency: 'EUR',
    })
  })

  test('waits for a schema that validates asynchronously', async () => {
    const lookedUp = schema.transform((payload) => Promise.resolve(payload.data.amount))
    expect(await payloadOf('{"data":{"amount":5}}', { schema: lookedUp })).toBe(5)
  })

  test('refuses what is not valid, and tells operators where, but not what', async () => {
    const error: unknown = await receive('{"data":{"amount":"secret"}}', { schema }).catch(
      (error: unknown) => error,
    )
    expect(error).toMatchObject({ code: 'ERR_WEBHOOK_PAYLOAD_INVALID', status: 422, paths: ['data.amount'] })
    expect(JSON.stringify(Object.entries(error as object))).not.toContain('secret')
  })

  test('finds the event id before the schema drops it', async () => {
    const reception = await receive('{"id":"evt_1","data":{"amount":1}}', { schema, eventId: '$.id' })
    expect(reception).toMatchObject({ webhook: { id: 'evt_1', payload: { data: { amount: 1 } } } })
  })
})
