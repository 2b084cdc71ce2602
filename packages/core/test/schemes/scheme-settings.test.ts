import type { EndpointUrl } from '@postern/core'
import { acme, macOf, send } from './acme.js'

const withParam = (options: object) =>
  acme({ signs: '{param:account}.{body}', params: ['account'] }, undefined, options)

test.each([
  { name: 'that is missing', options: {} },
  { name: 'that is undefined', options: { account: undefined } },
  { name: 'that is empty', options: { account: '' } },
  { name: 'that is a number', options: { account: 12 } },
])('refuses a param $name', ({ options }) => {
  expect(() => withParam(options)).toThrow(/acme: account must be text that is not empty/)
  expect(() => withParam(options)).toThrow(TypeError)
})

test('signs a param as UTF-8', async () => {
  const headers = { 'x-signature': macOf('Zoë.{}') }
  expect(await send(withParam({ account: 'Zoë' }), { headers })).toBe('admitted')
  expect(await send(withParam({ account: 'Zoe' }), { headers })).toBe('signature_mismatch')
})

test('takes no url and no param for a scheme that names none', () => {
  expect(() => acme({}, undefined, { url: 'https://example.com' })).toThrow(/unknown option url/)
  expect(() => acme({}, undefined, { account: 'x' })).toThrow(/unknown option account/)
  expect(() =>
    acme({ signs: ({ rawBody }) => rawBody }, undefined, { url: 'https://example.com' }),
  ).not.toThrow()
})

const withUrl = (url?: EndpointUrl) => acme({ signs: '{url}|{body}' }, undefined, { url })
const request = (url: string, signed: string) => ({
  url,
  headers: { host: 'inner.example:8080', 'x-signature': macOf(`${signed}|{}`) },
})

test.each<{ name: string; url?: EndpointUrl; target: string; signed: string }>([
  { name: 'https and the Host header', target: '/hook?a=1', signed: 'https://inner.example:8080/hook?a=1' },
  {
    name: 'a target that is absolute, as of proxies',
    target: 'HTTP://inner.example/hook',
    signed: 'HTTP://inner.example/hook',
  },
  {
    name: 'the one that was given',
    url: 'https://example.com/hook',
    target: '/x',
    signed: 'https://example.com/hook',
  },
  {
    name: 'one as an object',
    url: new URL('https://example.com/hook'),
    target: '/x',
    signed: 'https://example.com/hook',
  },
  {
    name: 'what a function makes of the request',
    url: ({ url = '' }) => `https://example.com${url}`,
    target: '/hook/7',
    signed: 'https://example.com/hook/7',
  },
])('signs the URL: $name', async ({ url, target, signed }) => {
  expect(await send(withUrl(url), request(target, signed))).toBe('admitted')
  expect(await send(withUrl(url), request(target, `${signed}/`))).toBe('signature_mismatch')
})

test('refuses a url that is not absolute, or none', async () => {
  expect(() => withUrl('/hook')).toThrow(/acme: url must be an absolute URL/)
  expect(() => withUrl('example.com')).toThrow(TypeError)
  await expect(
    send(
      withUrl(() => ''),
      request('/', ''),
    ),
  ).rejects.toThrow(/the url of acme must return text/)
})

test('signs the URL that the delivery is sent to, as a receiver sees it', () => {
  const url = 'https://example.com/hook?a=1'
  expect(withUrl().sign({ body: '{}', url })).toEqual({ 'x-signature': macOf(`${url}|{}`) })
  expect(withUrl('https://other.example/').sign({ body: '{}' })).toEqual({
    'x-signature': macOf('https://other.example/|{}'),
  })
  const target = acme({ signs: '{method} {target} {body}' })
  expect(target.sign({ body: '{}', url, method: 'PUT' })).toEqual({
    'x-signature': macOf('PUT /hook?a=1 {}'),
  })
})
