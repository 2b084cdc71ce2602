import type { IncomingRequest, SignatureLocation } from '@postern/core'
import { acme, junk, macOf, otherSecret, secret, send } from './acme.js'

const mac = macOf('{}')
const both = [secret, otherSecret]
const at = (location: SignatureLocation, secrets: string | string[] = secret) =>
  acme({ signature: { ...location, format: 'raw', encoding: 'hex' } }, secrets)

test.each<{ name: string; location: SignatureLocation; request: Partial<IncomingRequest>; expected: string }>(
  [
    {
      name: 'a header in whatever case',
      location: { header: 'X-Signature' },
      request: { headers: { 'x-signature': mac } },
      expected: 'admitted',
    },
    {
      name: 'a header that is not there',
      location: { header: 'X-Signature' },
      request: {},
      expected: 'signature_missing',
    },
    {
      name: 'a header that came twice',
      location: { header: 'X-Signature' },
      request: { headers: { 'x-signature': [mac, mac] } },
      expected: 'header_repeated',
    },
    {
      name: 'the second of several headers',
      location: { headers: ['X-New', 'X-Old'] },
      request: { headers: { 'x-old': mac } },
      expected: 'admitted',
    },
    {
      name: 'both of several headers',
      location: { headers: ['X-New', 'X-Old'] },
      request: { headers: { 'x-new': junk, 'x-old': mac } },
      expected: 'admitted',
    },
    {
      name: 'none of several headers',
      location: { headers: ['X-New', 'X-Old'] },
      request: { headers: { 'x-older': mac } },
      expected: 'signature_missing',
    },
    {
      name: 'one of several headers twice',
      location: { headers: ['X-New', 'X-Old'] },
      request: { headers: { 'x-new': mac, 'x-old': [mac, mac] } },
      expected: 'header_repeated',
    },
    {
      name: 'the first of numbered headers',
      location: { header: 'X-Signature-{n}' },
      request: { headers: { 'x-signature-1': mac } },
      expected: 'admitted',
    },
    {
      name: 'the third of numbered headers',
      location: { header: 'X-Signature-{n}' },
      request: { headers: { 'x-signature-1': junk, 'x-signature-2': junk, 'x-signature-3': mac } },
      expected: 'admitted',
    },
    {
      name: 'a numbered header behind a gap',
      location: { header: 'X-Signature-{n}' },
      request: { headers: { 'x-signature-1': junk, 'x-signature-3': mac } },
      expected: 'signature_mismatch',
    },
    {
      name: 'numbers from zero',
      location: { header: 'X-Signature-{n}' },
      request: { headers: { 'x-signature-0': mac } },
      expected: 'signature_missing',
    },
    {
      name: 'the second of a header that repeats',
      location: { header: 'X-Signature', repeats: true },
      request: {
        headers: { 'x-signature': `${junk}, ${mac}` },
        rawHeaders: ['X-Signature', junk, 'Host', 'x', 'x-signature', ` ${mac} `],
      },
      expected: 'admitted',
    },
    {
      name: 'one that repeats, as a list',
      location: { header: 'X-Signature', repeats: true },
      request: { headers: { 'X-Signature': [junk, ` ${mac}\t`] } },
      expected: 'admitted',
    },
    {
      name: 'one that repeats, and came once',
      location: { header: 'X-Signature', repeats: true },
      request: { headers: new Headers({ 'x-signature': mac }) },
      expected: 'admitted',
    },
    {
      name: 'one that repeats, and did not come',
      location: { header: 'X-Signature', repeats: true },
      request: { headers: new Headers(), rawHeaders: ['Host', 'x-signature', 'Accept', '*/*'] },
      expected: 'signature_missing',
    },
    {
      name: 'one that repeats more than 16 times',
      location: { header: 'X-Signature', repeats: true },
      request: { headers: { 'x-signature': [...new Array<string>(16).fill(junk), mac] } },
      expected: 'header_malformed',
    },
    {
      name: 'a parameter of the query',
      location: { query: 'sig' },
      request: { url: `/hook?a=1&sig=${mac}` },
      expected: 'admitted',
    },
    {
      name: 'a parameter that is not there',
      location: { query: 'sig' },
      request: { url: '/hook?a=sig' },
      expected: 'signature_missing',
    },
    {
      name: 'an empty parameter',
      location: { query: 'sig' },
      request: { url: '/hook?sig=' },
      expected: 'signature_missing',
    },
    {
      name: 'a parameter that came twice',
      location: { query: 'sig' },
      request: { url: `/hook?sig=${mac}&sig=${mac}` },
      expected: 'header_repeated',
    },
    {
      name: 'a parameter behind a second question mark',
      location: { query: 'sig' },
      request: { url: `/hook?a=?&sig=${mac}` },
      expected: 'admitted',
    },
  ],
)('reads $name: $expected', async ({ location, request, expected }) => {
  expect(await send(at(location), request)).toBe(expected)
})

// What is signed leaves out the signature itself.
const inForm = acme({
  signature: { form: 'sig', format: 'raw', encoding: 'hex' },
  signs: '{form:a}',
  bodySigned: false,
})
const form = { 'content-type': 'application/x-www-form-urlencoded' }

test.each([
  { name: 'a field', rawBody: `a=one&sig=${macOf('one')}`, expected: 'admitted' },
  { name: 'a field of another text', rawBody: `a=two&sig=${macOf('one')}`, expected: 'signature_mismatch' },
  { name: 'no field', rawBody: 'a=one', expected: 'signature_missing' },
  { name: 'an empty field', rawBody: 'a=one&sig=', expected: 'signature_missing' },
  { name: 'a field twice', rawBody: `a=one&sig=${macOf('one')}&sig=x`, expected: 'header_repeated' },
  { name: 'a signed field twice', rawBody: `a=one&a=one&sig=${macOf('one')}`, expected: 'header_repeated' },
])('reads $name of a form: $expected', async ({ rawBody, expected }) => {
  expect(await send(inForm, { headers: form, rawBody })).toBe(expected)
})

const inJson = acme({
  signature: { json: '$.auth.sig', format: 'raw', encoding: 'hex' },
  signs: '{json:$.a}',
  bodySigned: false,
})

test.each([
  { name: 'a member', rawBody: `{"a":"one","auth":{"sig":"${macOf('one')}"}}`, expected: 'admitted' },
  {
    name: 'another text',
    rawBody: `{"a":"two","auth":{"sig":"${macOf('one')}"}}`,
    expected: 'signature_mismatch',
  },
  { name: 'no member', rawBody: '{"a":"one"}', expected: 'signature_missing' },
  {
    name: 'a list of them',
    rawBody: `{"a":"one","auth":{"sig":["${macOf('one')}"]}}`,
    expected: 'header_malformed',
  },
  { name: 'no JSON', rawBody: `sig=${macOf('one')}`, expected: 'signature_missing' },
])('reads $name of JSON: $expected', async ({ rawBody, expected }) => {
  expect(await send(inJson, { rawBody })).toBe(expected)
})

test('writes several headers in their order, each with one signature', () => {
  const [one, two] = [macOf('{}'), macOf('{}', otherSecret)]
  const sign = (location: SignatureLocation, secrets: string[] = both) =>
    at(location, secrets).sign({ body: '{}' })
  expect(sign({ headers: ['X-New', 'X-Old'] })).toEqual({ 'x-new': one, 'x-old': two })
  expect(sign({ headers: ['X-New', 'X-Old'] }, [secret])).toEqual({ 'x-new': one })
  expect(sign({ headers: ['X-New'] })).toEqual({ 'x-new': one })
  expect(sign({ header: 'X-Signature-{n}' })).toEqual({ 'x-signature-1': one, 'x-signature-2': two })
  expect(sign({ header: 'X-Signature' })).toEqual({ 'x-signature': one })
})

test('writes no more than 16 numbered headers', () => {
  const many = Array.from({ length: 17 }, (_, index) => `${secret} ${String(index)}`)
  expect(Object.keys(at({ header: 'x-{n}' }, many).sign({ body: '{}' })).at(-1)).toBe('x-16')
})

test('writes a signature into the query, the form and the JSON', async () => {
  const query = at({ query: 'sig' }).signRequest!({ body: '{}', url: 'https://example.com/hook?a=1&sig=old' })
  expect(query).toMatchObject({ url: `https://example.com/hook?a=1&sig=${mac}`, headers: {} })
  expect(await send(at({ query: 'sig' }), { url: `/hook?a=1&sig=${mac}` })).toBe('admitted')
  expect(inForm.signRequest!({ body: 'a=one' }).body.toString()).toBe(`a=one&sig=${macOf('one')}`)
  expect(JSON.parse(inJson.signRequest!({ body: '{"a":"one"}' }).body.toString())).toEqual({
    a: 'one',
    auth: { sig: macOf('one') },
  })
})

test('refuses to sign where the signature has no place', () => {
  expect(() => at({ query: 'sig' }).signRequest!({ body: '{}' })).toThrow(/give the delivery's url/)
  const beside = acme({
    signature: { json: '$.sig', format: 'raw', encoding: 'hex' },
    signs: '{method}',
    bodySigned: false,
  })
  expect(() => beside.signRequest!({ body: 'a=one' })).toThrow(/is no JSON/)
  expect(() => inJson.signRequest!({ body: '{"auth":1}' })).toThrow(
    /no place for the signature, at \$\.auth\.sig/,
  )
  expect(() => inJson.signRequest!({ body: '[1]' })).not.toThrow()
})

test('gives no headers alone where the signature stands elsewhere', () => {
  const url = 'https://example.com/hook'
  expect(() => at({ query: 'sig' }).sign({ body: '{}', url })).toThrow(/send what signRequest gives/)
  expect(() => inForm.sign({ body: 'a=one' })).toThrow(/send what signRequest gives/)
  expect(() => inJson.sign({ body: '{"a":"one"}' })).toThrow(/send what signRequest gives/)
})

test('takes all headers of a request from one family', async () => {
  const scheme = acme({
    families: ['new', 'old'],
    signature: { header: '{family}-Signature', format: 'raw', encoding: 'hex' },
    signs: '{id}.{body}',
    event: { id: { header: '{family}-Id' } },
  })
  const signature = macOf('evt_1.{}')
  const verdict = (headers: Record<string, string>) => send(scheme, { headers })
  expect(await verdict({ 'new-signature': signature, 'new-id': 'evt_1' })).toBe('admitted')
  expect(await verdict({ 'old-signature': signature, 'old-id': 'evt_1' })).toBe('admitted')
  expect(await verdict({ 'old-signature': signature, 'old-id': 'evt_1', 'new-id': 'evt_2' })).toBe('admitted')
  expect(await verdict({ 'old-signature': signature, 'new-id': 'evt_1' })).toBe('id_missing')
  expect(await verdict({ 'new-signature': signature, 'old-signature': signature, 'old-id': 'evt_1' })).toBe(
    'id_missing',
  )
  expect(scheme.sign({ body: '{}', id: 'evt_1' })).toEqual({ 'new-signature': signature, 'new-id': 'evt_1' })
})
