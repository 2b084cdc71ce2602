import type { SignatureFormat, TimestampUnit } from '@postern/core'
import { now } from '../../attempt.js'
import { acme, junk, macOf, otherSecret, secret, send } from '../acme.js'

const seconds = String(now / 1000)
const stale = String(now / 1000 - 301)

const dated = (format: SignatureFormat, secrets: string | string[] = secret, unit: TimestampUnit = 's') =>
  acme(
    {
      signature: { header: 'x-signature', format, encoding: 'hex' },
      signs: '{timestamp}.{body}',
      timestamp: { from: 'signature', unit },
    },
    secrets,
  )
const timed = { pairs: ',', signature: 'v1', timestamp: 't' }
const verdict = (format: SignatureFormat, text: string) =>
  send(dated(format), { headers: { 'x-signature': text } })

const mac = macOf(`${seconds}.{}`)

test.each([
  { name: 'a timestamp and a signature', text: `t=${seconds},v1=${mac}`, expected: 'admitted' },
  { name: 'them in another order', text: `v1=${mac},t=${seconds}`, expected: 'admitted' },
  { name: 'white space between them', text: `t=${seconds} , v1=${mac}`, expected: 'admitted' },
  { name: 'a pair that it does not know', text: `t=${seconds},v0=x,v1=${mac}`, expected: 'admitted' },
  { name: 'several signatures', text: `t=${seconds},v1=${junk},v1=${mac}`, expected: 'admitted' },
  {
    name: 'two timestamps',
    text: `t=${seconds},t=${seconds},v1=${mac}`,
    expected: 'header_malformed',
  },
  { name: 'no timestamp', text: `v1=${mac}`, expected: 'timestamp_missing' },
  { name: 'an empty timestamp', text: `t=,v1=${mac}`, expected: 'timestamp_malformed' },
  { name: 'no signature', text: `t=${seconds}`, expected: 'signature_unsupported' },
  { name: 'an unknown version alone', text: `t=${seconds},v2=${mac}`, expected: 'signature_unsupported' },
  { name: 'an item that is no pair', text: `t=${seconds},v1=${mac},x`, expected: 'header_malformed' },
  { name: 'an item without a key', text: `t=${seconds},v1=${mac},=x`, expected: 'header_malformed' },
  { name: 'a signature by itself', text: mac, expected: 'timestamp_required' },
  {
    name: 'one of base64 by itself',
    text: Buffer.from(mac, 'hex').toString('base64'),
    expected: 'timestamp_required',
  },
  {
    name: 'the timestamp of another delivery',
    text: `t=1699999999,v1=${mac}`,
    expected: 'signature_mismatch',
  },
])('reads $name: $expected', async ({ text, expected }) => {
  expect(await verdict(timed, text)).toBe(expected)
})

test.each([
  { separator: ';', text: `t=${seconds};v1=${mac}` },
  { separator: ' ', text: `t=${seconds} v1=${mac}` },
  { separator: ', ', text: `t=${seconds},v1=${mac}` },
  { separator: ', ', text: `t=${seconds}, v1=${mac}` },
])('separates the pairs of $text by $separator', async ({ separator, text }) => {
  expect(await verdict({ ...timed, pairs: separator }, text)).toBe('admitted')
})

test('writes the timestamp first, and one signature for each secret', () => {
  const expected = `t=${seconds},v1=${mac},v1=${macOf(`${seconds}.{}`, otherSecret)}`
  expect(dated(timed, [secret, otherSecret]).sign({ body: '{}', sentAt: now })).toEqual({
    'x-signature': expected,
  })
})

test('writes pairs without a timestamp, and 1 for the number of a signature', () => {
  const format = { pairs: ', ', signature: 'v{n}' }
  const scheme = acme({ signature: { header: 'x-signature', format, encoding: 'hex' } }, [
    secret,
    otherSecret,
  ])
  expect(scheme.sign({ body: '{}' })['x-signature']).toBe(`v1=${macOf('{}')}, v1=${macOf('{}', otherSecret)}`)
})

test('takes a text without any pair for no signature', async () => {
  const scheme = acme({
    signature: { header: 'x-signature', format: { pairs: ',', signature: 'v1' }, encoding: 'hex' },
  })
  expect(await send(scheme, { headers: { 'x-signature': macOf('{}') } })).toBe('signature_unsupported')
})

test('gives the first of two values of a key to what is signed', async () => {
  const scheme = acme({
    signature: { header: 'x-signature', format: { pairs: ',', signature: 'v1' }, encoding: 'hex' },
    signs: '{signature:nonce}.{body}',
  })
  const one = macOf('one.{}')
  const verdictOf = (text: string) => send(scheme, { headers: { 'x-signature': text } })
  expect(await verdictOf(`nonce=one,v1=${one}`)).toBe('admitted')
  expect(await verdictOf(`nonce=one,nonce=two,v1=${one}`)).toBe('admitted')
  expect(await verdictOf(`nonce=two,nonce=one,v1=${one}`)).toBe('signature_mismatch')
  expect(await verdictOf(`v1=${one}`)).toBe('signature_mismatch')
})

const grouped = { ...timed, groups: ' ' }
const group = (time: string, key = secret) => `t=${time},v1=${macOf(`${time}.{}`, key)}`

test.each([
  { name: 'one group', text: group(seconds), expected: 'admitted' },
  {
    name: 'the second of two, each with its timestamp',
    text: `${group('1699999990', otherSecret)} ${group(seconds)}`,
    expected: 'admitted',
  },
  {
    name: 'the first of two, each with its timestamp',
    text: `${group(seconds)} ${group('1699999990', otherSecret)}`,
    expected: 'admitted',
  },
  {
    name: 'signatures in the group of another',
    text: `t=1699999990,v1=${mac} t=${seconds},v1=${macOf('1699999990.{}')}`,
    expected: 'signature_mismatch',
  },
  { name: 'an old group alone', text: group(stale), expected: 'timestamp_too_old' },
  {
    name: 'an old group behind a new one',
    text: `t=${seconds},v1=${junk} ${group(stale)}`,
    expected: 'timestamp_too_old',
  },
  {
    name: 'an old group before a new one',
    text: `${group(stale)} t=${seconds},v1=${junk}`,
    expected: 'timestamp_too_old',
  },
  {
    name: 'the shorter number of two as the older',
    text: `t=999999999,v1=${junk} ${group(seconds)}`,
    expected: 'timestamp_too_old',
  },
  {
    name: 'a group without a timestamp',
    text: `${group(seconds)} v1=${mac}`,
    expected: 'timestamp_missing',
  },
  {
    name: 'a group with two timestamps',
    text: `${group(seconds)} t=${seconds},t=${seconds},v1=${mac}`,
    expected: 'header_malformed',
  },
])('reads $name: $expected', async ({ text, expected }) => {
  expect(await verdict(grouped, text)).toBe(expected)
})

test('says the instant of the oldest group', () => {
  const text = `${group(seconds)} ${group('1699999990', otherSecret)}`
  expect(dated(grouped).readHead({ headers: { 'x-signature': text } }).sentAt).toBe(1_699_999_990_000)
})

test('writes a group for each secret', () => {
  expect(dated(grouped, [secret, otherSecret]).sign({ body: '{}', sentAt: now })).toEqual({
    'x-signature': `${group(seconds)} ${group(seconds, otherSecret)}`,
  })
})
