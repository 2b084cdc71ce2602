import { generateKeyPairSync } from 'node:crypto'
import { type SignatureFormat, standardWebhooks } from '@postern/core'
import { attempt, now } from '../../attempt.js'
import { acme, junk, macOf, otherSecret, secret, send } from '../acme.js'

const mac = macOf('{}')
const seconds = String(now / 1000)
const inFormat = (format: SignatureFormat, secrets: string | string[] = secret) =>
  acme({ signature: { header: 'x-signature', format, encoding: 'hex' } }, secrets)
const labelled = { list: ' ', label: 'v1', labelSeparator: ',' }

test.each<{ name: string; format: SignatureFormat; text: string; expected: string }>([
  { name: 'a signature by itself', format: { list: ',' }, text: mac, expected: 'admitted' },
  { name: 'the second by itself', format: { list: ',' }, text: `${junk},${mac}`, expected: 'admitted' },
  { name: 'one under its label', format: labelled, text: `v1,${mac}`, expected: 'admitted' },
  { name: 'the second', format: labelled, text: `v1,${junk} v1,${mac}`, expected: 'admitted' },
  { name: 'one behind another label', format: labelled, text: `v2,x v1,${mac}`, expected: 'admitted' },
  { name: 'another label alone', format: labelled, text: `v2,${mac}`, expected: 'signature_unsupported' },
  { name: 'a longer label', format: labelled, text: `v1a,${mac}`, expected: 'signature_unsupported' },
  { name: 'no label', format: labelled, text: mac, expected: 'signature_unsupported' },
])('reads $name: $expected', async ({ format, text, expected }) => {
  expect(await send(inFormat(format), { headers: { 'x-signature': text } })).toBe(expected)
})

test('counts a signature under the label of its kind of key alone', async () => {
  const id = 'evt_1'
  const edwards = generateKeyPairSync('ed25519')
  const bytes = Buffer.alloc(24, 7)
  const sender = standardWebhooks({ secrets: bytes, keys: edwards.privateKey })
  const scheme = standardWebhooks({ secrets: bytes, keys: edwards.publicKey })
  const headers = sender.sign({ id, body: '{}', sentAt: now })
  const [v1, v1a] = headers['webhook-signature']!.split(' ') as [string, string]
  expect(v1).toMatch(/^v1,/)
  expect(v1a).toMatch(/^v1a,/)
  const verdict = (signature: string) =>
    attempt({ scheme }, { headers: { ...headers, 'webhook-signature': signature }, rawBody: '{}' })
  expect(await verdict(v1)).toBe('admitted')
  expect(await verdict(v1a)).toBe('admitted')
  expect(await verdict(`${v1a.replace('v1a,', 'v1,')} ${v1.replace('v1,', 'v1a,')}`)).toBe(
    'signature_mismatch',
  )
  expect(await verdict(`v1,short ${v1a}`)).toBe('admitted')
})

const positional = (secrets: string | string[] = secret) =>
  acme(
    {
      signature: { header: 'x-signature', format: { positional: ',' }, encoding: 'hex' },
      signs: '{timestamp}.{body}',
      timestamp: { from: 'signature', unit: 's' },
    },
    secrets,
  )

test.each([
  { name: 'a timestamp and a signature', text: `${seconds},${macOf(`${seconds}.{}`)}`, expected: 'admitted' },
  { name: 'a second signature', text: `${seconds},${junk},${macOf(`${seconds}.{}`)}`, expected: 'admitted' },
  {
    name: 'the signature first',
    text: `${macOf(`${seconds}.{}`)},${seconds}`,
    expected: 'timestamp_malformed',
  },
  { name: 'the timestamp alone', text: seconds, expected: 'signature_unsupported' },
  { name: 'an old timestamp', text: `1600000000,${macOf('1600000000.{}')}`, expected: 'timestamp_too_old' },
])('reads $name by its place: $expected', async ({ text, expected }) => {
  expect(await send(positional(), { headers: { 'x-signature': text } })).toBe(expected)
})

test('writes labels, and the timestamp first where it has its place', () => {
  const both = [secret, otherSecret]
  expect(inFormat(labelled, both).sign({ body: '{}' })['x-signature']).toBe(
    `v1,${mac} v1,${macOf('{}', otherSecret)}`,
  )
  expect(inFormat({ list: ',' }, both).sign({ body: '{}' })['x-signature']).toBe(
    `${mac},${macOf('{}', otherSecret)}`,
  )
  expect(positional(both).sign({ body: '{}', sentAt: now })['x-signature']).toBe(
    `${seconds},${macOf(`${seconds}.{}`)},${macOf(`${seconds}.{}`, otherSecret)}`,
  )
})
