import {
  type AdmittedReception,
  aesGcmEnvelope,
  createReceiver,
  type Decrypter,
  DecryptionError,
  perTenant,
  type ReceiverOptions,
  type ReceptionEvent,
} from '@postern/core'
import { now, outcomeOf } from '../attempt.js'
import { envelope, receive, scheme, signed } from './envelope-request.js'

/** Sees what it is asked to decrypt; the plaintext is the body reversed. */
function spy(): Decrypter & { seen: unknown[][] } {
  const seen: unknown[][] = []
  return {
    name: 'spy',
    seen,
    decrypt(...parameters) {
      seen.push(parameters)
      return Buffer.from(parameters[0]).reverse()
    },
  }
}

async function webhookOf(...parameters: Parameters<typeof receive>) {
  return ((await receive(...parameters)) as AdmittedReception).webhook
}

test('decrypts a verified body once, with its request and the time that it came', async () => {
  const decrypt = spy()
  const request = signed('}1:"a"{')
  const { payload, rawBody } = await webhookOf(request, { decrypt })
  expect(payload).toEqual({ a: 1 })
  expect(rawBody.toString()).toBe('}1:"a"{')
  expect(decrypt.seen).toEqual([[Buffer.from('}1:"a"{'), request, now]])
})

test.each([
  { name: 'without a signature', request: { method: 'POST', url: '/', headers: {}, rawBody: '}{' } },
  { name: 'with a signature for other bytes', request: { ...signed('}{'), rawBody: '}}{{' } },
])('shows a decrypter nothing of a request $name', async ({ request }) => {
  const decrypt = spy()
  const outcome = await outcomeOf(receive(request, { decrypt }))
  expect(outcome).toMatch(/^signature_/)
  expect(decrypt.seen).toEqual([])
})

test('does not decrypt what enforce: false lets through', async () => {
  const decrypt = spy()
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  const request = { method: 'POST', url: '/', headers: {}, rawBody: '{"a":1}' }
  const { payload, verified } = await webhookOf(request, { decrypt, enforce: false })
  warn.mockRestore()
  expect({ payload, verified }).toEqual({ payload: { a: 1 }, verified: false })
  expect(decrypt.seen).toEqual([])
})

test('decrypts what enforce: false finds to be genuine', async () => {
  const decrypt = spy()
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  const { payload, verified } = await webhookOf(signed('}1:"a"{'), { decrypt, enforce: false })
  warn.mockRestore()
  expect({ payload, verified }).toEqual({ payload: { a: 1 }, verified: true })
})

const form = { 'content-type': 'application/x-www-form-urlencoded' }

test.each([
  { name: 'JSON, by its first byte', plaintext: '{"a":"1"}', headers: form, payload: { a: '1' } },
  { name: 'a form, by the media type', plaintext: 'a=1', headers: form, payload: { a: '1' } },
  {
    name: 'text, by the media type',
    plaintext: 'a=1',
    headers: { 'content-type': 'text/plain' },
    payload: 'a=1',
  },
])('parses the plaintext as $name', async ({ plaintext, headers, payload }) => {
  const sealed = envelope.seal(plaintext)
  expect((await webhookOf(signed(sealed.body, headers))).payload).toEqual(payload)
})

test.each<{ name: string; options: ReceiverOptions; payload: unknown }>([
  { name: "'raw'", options: { parse: 'raw' }, payload: Buffer.from('{"a":1}') },
  { name: "'text'", options: { parse: 'text' }, payload: '{"a":1}' },
  { name: "'json'", options: { parse: 'json' }, payload: { a: 1 } },
  { name: 'a function', options: { parse: (bytes) => bytes.length }, payload: 7 },
])('gives the plaintext to parse: $name', async ({ options, payload }) => {
  expect((await webhookOf(signed(envelope.seal('{"a":1}').body), options)).payload).toEqual(payload)
})

test('finds event id and type in the plaintext', async () => {
  const sealed = envelope.seal('{"id":"evt_1"}')
  expect((await webhookOf(signed(sealed.body), { eventId: '$.id' })).id).toBe('evt_1')
})

test('takes an event that was sealed anew for the same', async () => {
  const receiver = createReceiver({ scheme, eventId: '$.id', decrypt: envelope })
  const send = () => {
    const { body, headers } = envelope.seal('{"id":"evt_1"}')
    return receiver.receive({
      method: 'POST',
      url: '/',
      headers: { ...headers, ...scheme.sign({ body }) },
      rawBody: body,
    })
  }
  await ((await send()) as AdmittedReception).complete()
  expect((await send()).kind).toBe('duplicate')
})

test('waits for a decrypter that answers later', async () => {
  const decrypt: Decrypter = {
    name: 'remote',
    decrypt: (rawBody) => Promise.resolve(Buffer.from(rawBody).reverse()),
  }
  expect((await webhookOf(signed('}1:"a"{'), { decrypt })).payload).toEqual({ a: 1 })
})

test('refuses what a decrypter that answers later refuses', async () => {
  const decrypt: Decrypter = {
    name: 'remote',
    decrypt: () => Promise.reject(new DecryptionError('decryption_failed')),
  }
  expect(await outcomeOf(receive(signed('{}'), { decrypt }))).toBe('ERR_WEBHOOK_DECRYPTION')
})

test('refuses nothing for a key service that is down: the failure is its own', async () => {
  const failure = new Error('The key service did not answer.')
  const decrypt: Decrypter = { name: 'remote', decrypt: () => Promise.reject(failure) }
  await expect(receive(signed('{}'), { decrypt })).rejects.toBe(failure)
})

test.each([
  { name: 'at once', gives: 'text' },
  { name: 'later', gives: Promise.resolve(new Uint8Array(1)) },
])('fails when a decrypter gives $name what is no Buffer', async ({ gives }) => {
  const decrypt: Decrypter = { name: 'mine', decrypt: () => gives as never }
  await expect(receive(signed('{}'), { decrypt })).rejects.toThrow(/decrypt \(mine\) must give a Buffer/)
})

test('refuses plaintext that cannot be parsed as any other payload', async () => {
  const outcome = await outcomeOf(receive(signed(envelope.seal('{').body)))
  expect(outcome).toBe('ERR_WEBHOOK_PAYLOAD_MALFORMED')
})

test('tells onRejected the reason, and its event too', async () => {
  const events: ReceptionEvent[] = []
  const onRejected = (_error: unknown, event: ReceptionEvent) => events.push(event)
  await outcomeOf(receive(signed('{}'), { onRejected }))
  expect(events).toEqual([
    expect.objectContaining({
      outcome: 'refused',
      code: 'ERR_WEBHOOK_DECRYPTION',
      reason: 'envelope_malformed',
      status: 400,
    }),
  ])
})

test('warns once of each reason, with a hint', async () => {
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  await outcomeOf(receive(signed('{}'), { onRejected: undefined }))
  expect(warn.mock.calls).toEqual([
    [expect.stringMatching(/refused: envelope_malformed\. .*Plaintext/), { code: 'POSTERN_REFUSED' }],
  ])
  warn.mockRestore()
})

test.each([
  { name: 'a function that was not called', decrypt: () => envelope },
  { name: 'a key', decrypt: Buffer.alloc(32) },
])('refuses $name for a decrypter', ({ decrypt }) => {
  expect(() => createReceiver({ scheme, eventId: false, decrypt: decrypt as never })).toThrow(
    /decrypt is no decrypter/,
  )
})

test('opens envelopes with the keys of the tenant alone, and asks again where they cannot be had', async () => {
  const keys: Record<string, Buffer> = { acme: Buffer.alloc(32, 1), globex: Buffer.alloc(32, 2) }
  const loaded: string[] = []
  const decrypt = aesGcmEnvelope({
    keys: perTenant({
      tenant: ({ url = '' }) => url.slice(1),
      load: (tenant) => {
        loaded.push(tenant)
        if (tenant === 'down') throw new Error('no key service')
        return keys[tenant]
      },
    }),
  })
  const { body } = aesGcmEnvelope({ keys: keys['acme']! }).seal('{"a":1}')
  const open = (tenant: string) => outcomeOf(receive({ ...signed(body), url: `/${tenant}` }, { decrypt }))
  expect(await open('acme')).toBe('admitted')
  expect(await open('acme')).toBe('admitted')
  expect(await open('globex')).toBe('ERR_WEBHOOK_DECRYPTION')
  expect(await open('nobody')).toBe('ERR_WEBHOOK_DECRYPTION')
  expect(await open('down')).toBe('ERR_WEBHOOK_SECRETS_UNAVAILABLE')
  expect(loaded).toEqual(['acme', 'globex', 'nobody', 'down'])
})
