import { componentValue } from '../../src/http-signatures/component.js'
import { originOfUrl } from '../../src/http-signatures/request-target.js'

const rawHeaders = [
  ...['Host', 'www.example.com', 'Date', 'Tue, 20 Apr 2021 02:07:56 GMT'],
  ...['X-OWS-Header', '   Leading and trailing whitespace.   ', 'X-Empty-Header', ''],
  ...['Cache-Control', 'max-age=60', 'Cache-Control', '   must-revalidate'],
  ...['Example-Dict', '  a=1,    b=2;x=1;y=2,   c=(a   b   c)'],
]

test.each([
  ['date', 'Tue, 20 Apr 2021 02:07:56 GMT'],
  ['x-ows-header', 'Leading and trailing whitespace.'],
  ['cache-control', 'max-age=60, must-revalidate'],
  ['example-dict', 'a=1,    b=2;x=1;y=2,   c=(a   b   c)'],
  ['x-empty-header', ''],
])('reads the field %s as RFC 9421, 2.1 has it', (name, value) => {
  expect(componentValue(name, { headers: {}, rawHeaders }, undefined)).toBe(value)
})

test.each([
  ['@method', '/path?param=value', 'POST'],
  ['@target-uri', '/path?param=value', 'https://www.example.com/path?param=value'],
  ['@authority', '/path?param=value', 'www.example.com'],
  ['@scheme', 'http://www.example.com/path?param=value', 'http'],
  ['@request-target', '/path?param=value', '/path?param=value'],
  ['@request-target', 'https://www.example.com/path?param=value', 'https://www.example.com/path?param=value'],
  ['@request-target', '*', '*'],
  ['@path', '/path?param=value', '/path'],
  ['@query', '/path?param=value&foo=bar&baz=bat%2Dman', '?param=value&foo=bar&baz=bat%2Dman'],
  ['@query', '/path?queryString', '?queryString'],
  ['@query', '/path', '?'],
  ['@query', '/path?', '?'],
  // The empty path is written as a slash (2.2.6).
  ['@path', 'https://www.example.com', '/'],
  ['@path', 'https://www.example.com?a', '/'],
  ['@target-uri', 'HTTPS://WWW.Example.com', 'https://www.example.com/'],
  ['@authority', 'http://www.example.com:80/', 'www.example.com'],
  ['@authority', 'http://www.example.com:443/', 'www.example.com:443'],
  ['@authority', 'http://www.example.com:8080/', 'www.example.com:8080'],
  ['@path', '/In/%2E%2e/A', '/In/%2E%2e/A'],
  // A path may look like an authority.
  ['@target-uri', '//evil.example/a?b=https://c', 'https://www.example.com//evil.example/a?b=https://c'],
])('derives %s of %s as RFC 9421, 2.2 has it', (name, url, value) => {
  expect(componentValue(name, { method: 'POST', url, headers: {}, rawHeaders }, undefined)).toBe(value)
})

test.each([
  ['WWW.EXAMPLE.COM', 'www.example.com'],
  ['www.example.com:443', 'www.example.com'],
  ['www.example.com:', 'www.example.com'],
  ['www.example.com:80', 'www.example.com:80'],
  ['[2001:DB8::1]:8443', '[2001:db8::1]:8443'],
])('brings the authority %s into its normal form', (host, value) => {
  expect(componentValue('@authority', { url: '/', headers: { host } }, undefined)).toBe(value)
})

test.each(['', '?a', '*', 'www.example.com:443', 'ftp://www.example.com/a'])(
  'takes %j for no path',
  (url) => {
    for (const name of ['@path', '@query', '@target-uri'])
      expect(() => componentValue(name, { url, headers: {}, rawHeaders }, undefined)).toThrow(
        expect.objectContaining({ reason: 'signature_unsupported' }),
      )
  },
)

test('takes the authority of a Fetch request, whose headers have no name with a colon', () => {
  const headers = new Headers({ host: 'a.example' })
  expect(componentValue('@authority', { url: '/', headers }, undefined)).toBe('a.example')
})

test.each(['', 'a, b', 'a@b', 'a/b', 'a:b', 'a:1:2', '[::1', 'a b'])('takes %p for no authority', (host) => {
  expect(() => componentValue('@authority', { url: '/', headers: { host } }, undefined)).toThrow(
    expect.objectContaining({ reason: 'header_malformed' }),
  )
})

test('takes the authority of HTTP/2, and one that is configured before all others', () => {
  const request = { url: 'https://a.example/', headers: { ':authority': 'b.example', host: 'c.example' } }
  expect(componentValue('@authority', { ...request, url: '/' }, undefined)).toBe('b.example')
  expect(componentValue('@authority', request, undefined)).toBe('a.example')
  const origin = originOfUrl(new URL('http://D.example:80'))
  expect(componentValue('@target-uri', request, origin)).toBe('http://d.example/')
})

test.each(['é', '\u0100', 'a\nb', 'a\rb', 'a\0b', '\x7f'])('has no value with %j in it', (value) => {
  expect(() => componentValue('x-a', { headers: { 'x-a': value } }, undefined)).toThrow(
    expect.objectContaining({ reason: 'signature_unsupported' }),
  )
})
