import type { SignatureFormat } from '@postern/core'
import { acme, junk, macOf, otherSecret, secret, send } from '../acme.js'

const mac = macOf('{}')
const inFormat = (format: SignatureFormat, secrets: string | string[] = secret) =>
  acme({ signature: { header: 'x-signature', format, encoding: 'hex' } }, secrets)
const verdict = (format: SignatureFormat, text: string) =>
  send(inFormat(format), { headers: { 'x-signature': text } })

test.each<{ name: string; format: SignatureFormat; text: string; expected: string }>([
  { name: 'one signature by itself', format: 'raw', text: mac, expected: 'admitted' },
  { name: 'two of them in raw', format: 'raw', text: `${mac},${mac}`, expected: 'signature_malformed' },
  {
    name: 'a prefix that raw has not',
    format: 'raw',
    text: `sha256=${mac}`,
    expected: 'signature_malformed',
  },
  {
    name: 'one behind its prefix',
    format: { prefix: 'sha256=' },
    text: `sha256=${mac}`,
    expected: 'admitted',
  },
  {
    name: 'none of the prefix',
    format: { prefix: 'sha256=' },
    text: mac,
    expected: 'signature_malformed',
  },
  {
    name: 'the prefix in capitals',
    format: { prefix: 'sha256=' },
    text: `SHA256=${mac}`,
    expected: 'signature_malformed',
  },
  {
    name: 'an optional prefix that is left out',
    format: { prefix: 'sha256=', isOptional: true },
    text: mac,
    expected: 'admitted',
  },
  {
    name: 'an optional prefix that is there',
    format: { prefix: 'sha256=', isOptional: true },
    text: `sha256=${mac}`,
    expected: 'admitted',
  },
  {
    name: 'an optional prefix twice',
    format: { prefix: 'sha256=', isOptional: true },
    text: `sha256=sha256=${mac}`,
    expected: 'signature_malformed',
  },
  {
    name: 'the second of several behind one prefix',
    format: { prefix: 'v0=', list: ',' },
    text: `v0=${junk}, ${mac}`,
    expected: 'admitted',
  },
  {
    name: 'several behind a prefix that has no list',
    format: { prefix: 'v0=' },
    text: `v0=${junk},${mac}`,
    expected: 'signature_malformed',
  },
])('reads $name: $expected', async ({ format, text, expected }) => {
  expect(await verdict(format, text)).toBe(expected)
})

test.each<{ format: SignatureFormat; expected: string }>([
  { format: 'raw', expected: macOf('{}') },
  { format: { prefix: 'sha256=' }, expected: `sha256=${macOf('{}')}` },
  { format: { prefix: 'sha256=', isOptional: true }, expected: `sha256=${macOf('{}')}` },
  {
    format: { prefix: 'v0=', list: ',' },
    expected: `v0=${macOf('{}')},${macOf('{}', otherSecret)}`,
  },
])('writes $format with the first secret, or with all where there is a list', ({ format, expected }) => {
  expect(inFormat(format, [secret, otherSecret]).sign({ body: '{}' })).toEqual({ 'x-signature': expected })
})
