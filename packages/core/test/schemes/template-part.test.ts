import { createHash } from 'node:crypto'
import type { IncomingRequest } from '@postern/core'
import { acme, macOf, send } from './acme.js'

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const pairs = { pairs: ',', signature: 'v1' }

type Sent = Omit<IncomingRequest, 'headers'> & {
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
}

const verdict = (signs: string, signed: string, request: Sent = {}) => {
  const coversBody = /\{(?:body|sha256|sortedForm)\}/.test(signs)
  const scheme = acme({
    signature: { header: 'x-signature', format: pairs, encoding: 'hex' },
    signs,
    ...(coversBody ? {} : { bodySigned: false }),
  })
  const headers = { ...request.headers, 'x-signature': `n=ab,v1=${macOf(Buffer.from(signed))}` }
  return send(scheme, { ...request, headers })
}

test.each<{ signs: string; signed: string; request?: Sent }>([
  { signs: '{body}', signed: '{}' },
  { signs: '{method} {body}', signed: 'POST {}' },
  { signs: '{path} {body}', signed: '/hook {}', request: { url: '/hook?a=1' } },
  { signs: '{target} {body}', signed: '/hook?a=1 {}', request: { url: '/hook?a=1' } },
  { signs: '{header:X-Nonce} {body}', signed: 'n1 {}', request: { headers: { 'x-nonce': ' n1 ' } } },
  { signs: '{header:X-Nonce} {body}', signed: ' {}' },
  { signs: '{query:a} {body}', signed: 'ü+ {}', request: { url: '/?a=%C3%BC%2B&b=2' } },
  { signs: '{query:a} {body}', signed: ' {}', request: { url: '/' } },
  { signs: '{form:a}', signed: 'ü &', request: { headers: form, rawBody: 'a=%C3%BC+%26&b=1' } },
  { signs: '{json:$.a.b}', signed: 'ü', request: { rawBody: '{"a":{"b":"ü"}}' } },
  { signs: '{json:$.a}', signed: '1.5', request: { rawBody: '{"a":1.50}' } },
  { signs: '{json:$.a}', signed: 'true', request: { rawBody: '{"a":true}' } },
  { signs: '{json:$.a}|', signed: '|', request: { rawBody: '{"a":null}' } },
  { signs: '{json:$.a}|', signed: '|', request: { rawBody: '{"b":1}' } },
  { signs: '{signature:n} {body}', signed: 'ab {}' },
  { signs: '{signature:m} {body}', signed: ' {}' },
  {
    signs: '{sortedForm}',
    signed: 'A2B1B3bü',
    request: { headers: form, rawBody: 'b=%C3%BC&B=1&A=2&B=3' },
  },
  { signs: '{sha256}', signed: createHash('sha256').update('{}').digest('hex') },
  // The check value of CRC-32/ISO-HDLC, of the catalogue of parametrised CRC algorithms.
  { signs: '{crc32}', signed: String(0xcbf43926), request: { rawBody: '123456789' } },
])('signs $signs', async ({ signs, signed, request }) => {
  expect(await verdict(signs, signed, request)).toBe('admitted')
  expect(await verdict(signs, `${signed} `, request)).toBe('signature_mismatch')
})

test.each<{ signs: string; request: Sent }>([
  { signs: '{query:a}{body}', request: { url: '/?a=1&a=1' } },
  { signs: '{form:a}', request: { headers: form, rawBody: 'a=1&a=1' } },
  { signs: '{header:x-a}{body}', request: { headers: { 'x-a': ['1', '1'] } } },
])('refuses $signs that came twice', async ({ signs, request }) => {
  for (const signed of ['1{}', '11{}', '1', '11', '1,1']) {
    expect(await verdict(signs, signed, request)).toBe('header_repeated')
  }
})

test.each(['{"a":{"b":1}}', '{"a":[1]}', '{"a":[]}'])(
  'refuses to take %s for text, or for none',
  async (rawBody) => {
    for (const signed of ['', '1', '[object Object]'])
      expect(await verdict('{json:$.a}', signed, { rawBody })).toBe('header_malformed')
  },
)

test('refuses to take a body that is no JSON for one without the member', async () => {
  expect(await verdict('{json:$.a}|', '|', { rawBody: 'a=1' })).toBe('signature_missing')
})

test('refuses a value that has what follows it, so that it cannot be cut elsewhere', async () => {
  const cut = (value: string) => ({ headers: { 'x-a': value }, url: `/?a=${encodeURIComponent(value)}` })
  expect(await verdict('{header:x-a}.{body}', 'one.{}', cut('one'))).toBe('admitted')
  expect(await verdict('{header:x-a}.{body}', 'o.ne.{}', cut('o.ne'))).toBe('header_malformed')
  expect(await verdict('{query:a}.{body}', 'o.ne.{}', cut('o.ne'))).toBe('header_malformed')
  expect(await verdict('[{header:x-a}.]{body}', 'o.ne.{}', cut('o.ne'))).toBe('header_malformed')
  expect(await verdict('{signature:n}b{body}', 'abb{}')).toBe('header_malformed')
  expect(await verdict('{body}{header:x-a}.', '{}o.ne.', cut('o.ne'))).toBe('header_malformed')
  expect(await verdict('{path}.{body}', '/o.ne.{}', { url: '/o.ne' })).toBe('header_malformed')
  expect(await verdict('{target}.{body}', '/?o.ne.{}', { url: '/?o.ne' })).toBe('header_malformed')
  expect(await verdict('{body}.{header:x-a}', '{}.o.ne', cut('o.ne'))).toBe('admitted')
})

test('signs the bytes of a header as they came', async () => {
  const signed = Buffer.concat([Buffer.from([0xe4]), Buffer.from(' {}')]).toString('latin1')
  const scheme = acme({ signs: '{header:x-a} {body}' })
  const headers = { 'x-a': '\xe4', 'x-signature': macOf(Buffer.from(signed, 'latin1')) }
  expect(await send(scheme, { headers })).toBe('admitted')
})

test('signs every field of a form, however many there are', async () => {
  const scheme = acme({ signs: '{sortedForm}', formats: ['form'] })
  const body = 'Body=hello&From=1'
  const headers = { ...form, ...scheme.sign({ body }) }
  expect(await send(scheme, { headers, rawBody: body })).toBe('admitted')
  const padded = `${body}${'&'.repeat(1001)}`
  expect(await send(scheme, { headers, rawBody: padded })).not.toBe('signature_mismatch')
  expect(await send(scheme, { headers, rawBody: `${padded}Body=evil&Admin=1` })).toBe('signature_mismatch')
})

test('gives what a function makes of a request to the MAC, byte by byte', async () => {
  const scheme = acme({
    signs: ({ rawBody, id, timestamp, value }) =>
      Buffer.concat([
        Buffer.from(`${value('header:x-a')}|${String(id)}|${String(timestamp)}|`, 'latin1'),
        rawBody,
      ]),
  })
  const headers = {
    'x-a': '\xe4',
    'x-signature': macOf(Buffer.from('\xe4|undefined|undefined|{}', 'latin1')),
  }
  expect(await send(scheme, { headers })).toBe('admitted')
  expect(await send(scheme, { headers, rawBody: '{ }' })).toBe('signature_mismatch')
  const pairs = acme({
    signature: { header: 'x-signature', format: { pairs: ',', signature: 'v1' }, encoding: 'hex' },
    signs: ({ value }) => value('signature:n'),
  })
  expect(await send(pairs, { headers: { 'x-signature': `n=7,v1=${macOf('7')}` } })).toBe('admitted')
  const text = acme({ signs: ({ rawBody }) => `${String(rawBody)}ü` })
  expect(await send(text, { headers: { 'x-signature': macOf('{}ü') } })).toBe('admitted')
})
