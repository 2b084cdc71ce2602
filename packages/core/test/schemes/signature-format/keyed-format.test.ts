import type { Secrets } from '@postern/core'
import { acme, junk, macOf, otherSecret, secret, send } from '../acme.js'

const format = { keyed: '&', labelSeparator: '|' }
const keyed = (secrets: Secrets) =>
  acme({ signature: { header: 'x-signature', format, encoding: 'hex' } }, secrets)
const named: Secrets = [
  { keyId: 'one', secret },
  { keyId: 'two', secret: otherSecret },
]
const mac = macOf('{}')

test.each([
  { name: 'the signature of a key', text: `one|${mac}`, expected: 'admitted' },
  { name: 'that of the second key', text: `two|${macOf('{}', otherSecret)}`, expected: 'admitted' },
  { name: 'one behind that of a stranger', text: `x|${junk}&one|${mac}`, expected: 'admitted' },
  { name: 'one under the id of another key', text: `two|${mac}`, expected: 'signature_mismatch' },
  { name: 'one under an unknown id', text: `x|${mac}`, expected: 'signature_mismatch' },
  {
    name: 'two under the ids of each other',
    text: `two|${mac}&one|${macOf('{}', otherSecret)}`,
    expected: 'signature_mismatch',
  },
  { name: 'one after a malformed one', text: `two|short&one|${mac}`, expected: 'admitted' },
  { name: 'one without an id', text: mac, expected: 'header_malformed' },
  { name: 'one with an empty id', text: `|${mac}`, expected: 'header_malformed' },
  { name: 'a second without an id', text: `one|${mac}&${mac}`, expected: 'header_malformed' },
])('reads $name: $expected', async ({ text, expected }) => {
  expect(await send(keyed(named), { headers: { 'x-signature': text } })).toBe(expected)
})

test('takes secrets that have no id of their own for those of any', async () => {
  const scheme = keyed([otherSecret, secret])
  expect(await send(scheme, { headers: { 'x-signature': `anyone|${mac}` } })).toBe('admitted')
  expect(await send(scheme, { headers: { 'x-signature': `0|${mac}` } })).toBe('admitted')
})

test('writes each signature behind the id of its key', () => {
  const expected = `one|${mac}&two|${macOf('{}', otherSecret)}`
  expect(keyed(named).sign({ body: '{}' })['x-signature']).toBe(expected)
})
