import { acme, macOf, send } from './acme.js'
import { compileTemplate } from '../../src/schemes/compile-template.js'
import type { SignedValues } from '../../src/schemes/template-part.js'

const values = (change: Partial<SignedValues> = {}): SignedValues => ({
  id: 'evt_1',
  timestamp: '1700000000',
  request: { headers: { 'x-a': 'one' } },
  ...change,
})

test.each([
  { source: '{body}', prefix: '', suffix: '' },
  { source: '{id}.{timestamp}.{body}', prefix: 'evt_1.1700000000.', suffix: '' },
  { source: '{body}.{id}', prefix: '', suffix: '.evt_1' },
  { source: 'v0:{timestamp}:{body}:{header:X-A}', prefix: 'v0:1700000000:', suffix: ':one' },
  { source: '[a:{header:x-a};]{body}', prefix: 'a:one;', suffix: '' },
  { source: '[b:{header:x-b};]{body}', prefix: '', suffix: '' },
  { source: '[b:{header:x-b};][a:{header:x-a};]{body}[{header:x-b}]', prefix: 'a:one;', suffix: '' },
  { source: '{header:x-b};{body}', prefix: ';', suffix: '' },
  { source: 'a.b', prefix: 'a.b', suffix: '' },
])('fills $source around the body', ({ source, prefix, suffix }) => {
  const template = compileTemplate(source)
  expect([template.prefix(values()), template.suffix(values())]).toEqual([prefix, suffix])
})

test('leaves a missing id and a missing timestamp empty', () => {
  expect(compileTemplate('{id}.{timestamp}').prefix(values({ id: undefined, timestamp: undefined }))).toBe(
    '.',
  )
})

test.each([
  { source: '[{header:x-a}.]{body}', message: undefined },
  { source: '[literal]{body}', message: /no value that can be missing/ },
  { source: '[{body}]', message: /no value that can be missing/ },
  { source: '[{header:x-a}{body}]', message: /no value that can be missing/ },
  { source: '[{date}]{body}', message: /\{date\}; known are/ },
  { source: '[{header:x-a}', message: /no value that can be missing/ },
  { source: '{constructor}', message: /\{constructor\}; known are/ },
  { source: '{body}{}', message: /\{\}; known are/ },
  { source: '{header:x}}', message: /known are/ },
  { source: '{body}{body}', message: /\{body\} twice/ },
  { source: '{body}.{secret}.{id}', message: /\{secret\} elsewhere than at its start or its end/ },
  { source: '{id}{secret}{body}', message: /\{secret\} elsewhere/ },
  { source: '{secret}{body}{secret}', message: /\{secret\} elsewhere/ },
  { source: '[{secret}]{body}', message: /no value that can be missing/ },
  { source: '{json:id}', message: /'id' is not a path/ },
  { source: '{id}{body}', message: /\{body\} directly behind \{id\}/ },
  { source: '{id}{header:x-a}.{body}', message: /\{header:x-a\} directly behind \{id\}/ },
  { source: '{id}[.{header:x-a}].{body}', message: /directly behind \{id\}/ },
  { source: '{body}.{id}{url}', message: /\{url\} directly behind \{id\}/ },
  { source: '{id}{timestamp}{body}', message: undefined },
  { source: '{body}{id}', message: /\{id\} directly behind \{body\}/ },
  { source: '{body}.{id}', message: undefined },
  { source: '{id}|{body}', message: undefined },
])('judges $source', ({ source, message }) => {
  if (message === undefined) expect(() => compileTemplate(source)).not.toThrow()
  else {
    expect(() => compileTemplate(source)).toThrow(message)
    expect(() => compileTemplate(source)).toThrow(TypeError)
  }
})

test.each([
  { source: '{id}.{body}', idDelimiter: '.' },
  { source: '{body}:{id}|{timestamp}', idDelimiter: '|' },
  { source: '{id}{timestamp}.{body}', idDelimiter: '' },
  { source: '{body}.{id}', idDelimiter: '' },
  { source: '{timestamp}.{headersNamedBy:h}.{body}', idDelimiter: '.' },
])('gives what an id of $source must not contain', ({ source, idDelimiter }) => {
  expect(compileTemplate(source).idDelimiter).toBe(idDelimiter)
})

test.each([
  { source: '{body}', coversBody: true, hasBody: true },
  { source: '{timestamp}.{sha256}', coversBody: true, hasBody: false },
  { source: '{url}{sortedForm}', coversBody: true, hasBody: false },
  { source: '{url}{crc32}', coversBody: false, hasBody: false },
  { source: '{form:a}{json:$.a}', coversBody: false, hasBody: false },
  { source: '[{sha256}]', coversBody: true, hasBody: false },
])('tells what $source covers', ({ source, coversBody, hasBody }) => {
  expect(compileTemplate(source)).toMatchObject({ coversBody, hasBody })
})

test('names the params, also those in square brackets', () => {
  expect(compileTemplate('{param:a}.[{param:b}.]{body}{param:c}').params).toEqual(['a', 'b', 'c'])
})

test.each([
  { source: '{secret}{body}', secretAt: 'start' },
  { source: '{body}{secret}', secretAt: 'end' },
  { source: '{body}', secretAt: undefined },
])('finds the secret of $source', ({ source, secretAt }) => {
  expect(compileTemplate(source).secretAt).toBe(secretAt)
})

test.each([
  '[{id}.]{body}',
  '[{timestamp}]{body}',
  '{header:a}[.{header:b}].{body}',
  '{header:a}{header:b}.{body}',
])('refuses %s, where the same bytes can be cut in two ways', (source) => {
  expect(() => compileTemplate(source)).toThrow(TypeError)
})

test('refuses a value that ends as what follows it begins', async () => {
  const scheme = acme({ signs: '{header:a}||{header:b}||{body}' })
  const signature = macOf('x|||y||{}')
  const judge = (a: string, b: string) => send(scheme, { headers: { 'x-signature': signature, a, b } })
  expect([await judge('x|', 'y'), await judge('x', '|y')]).toEqual(['header_malformed', 'admitted'])
})
