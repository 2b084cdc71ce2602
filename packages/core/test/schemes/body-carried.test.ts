import { constants, generateKeyPairSync, sign } from 'node:crypto'
import { rsaPss } from '@postern/core'
import { attempt } from '../attempt.js'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const sender = rsaPss({ keys: rsa.privateKey, carriedIn: 'body' })
const receiver = rsaPss({ keys: rsa.publicKey, carriedIn: 'body' })

const verdict = (rawBody: string | Buffer) => attempt({ scheme: receiver, eventId: 'hash' }, { rawBody })

/** As Node signs it, apart from the code under test. */
const signatureOf = (text: string) =>
  sign('sha256', Buffer.from(text, 'utf8'), {
    key: rsa.privateKey,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  }).toString('hex')

test('refuses a lone surrogate, which has the bytes of a replacement character', async () => {
  const wrapped = sender.wrap('a\ufffdb')
  expect(await verdict(wrapped)).toBe('admitted')
  expect(await verdict(wrapped.replace('\ufffd', '\\ufffd'))).toBe('admitted')
  for (const surrogate of ['\\ud800', '\\udfff', '\\udc00\\ud800'])
    expect(await verdict(wrapped.replace('\ufffd', surrogate))).toBe('signature_missing')
})

test('takes both halves of a surrogate pair for the one character that they are', async () => {
  const wrapped = sender.wrap('a😀b')
  expect(await verdict(wrapped)).toBe('admitted')
  expect(await verdict(wrapped.replace('😀', '\\ud83d\\ude00'))).toBe('admitted')
})

const message = 'hello'
const signature = signatureOf(message)

test.each([
  { name: 'the two', rawBody: JSON.stringify({ message, signature }), expected: 'admitted' },
  { name: 'them in another order', rawBody: JSON.stringify({ signature, message }), expected: 'admitted' },
  { name: 'white space', rawBody: JSON.stringify({ message, signature }, null, 2), expected: 'admitted' },
  {
    name: 'another message',
    rawBody: JSON.stringify({ message: 'Hello', signature }),
    expected: 'signature_mismatch',
  },
  {
    name: 'a member beside',
    rawBody: JSON.stringify({ message, signature, admin: true }),
    expected: 'signature_missing',
  },
  { name: 'no message', rawBody: JSON.stringify({ signature }), expected: 'signature_missing' },
  {
    name: 'a message that is no text',
    rawBody: JSON.stringify({ message: [message], signature }),
    expected: 'signature_missing',
  },
  {
    name: 'two messages, the signed one last',
    rawBody: `{"message":"evil","message":"${message}","signature":"${signature}"}`,
    expected: 'signature_missing',
  },
  {
    name: 'two messages, one of them with an escape',
    rawBody: `{"m\\u0065ssage":"evil","message":"${message}","signature":"${signature}"}`,
    expected: 'signature_missing',
  },
  {
    name: 'a short signature',
    rawBody: JSON.stringify({ message, signature: signature.slice(2) }),
    expected: 'signature_malformed',
  },
  { name: 'no JSON', rawBody: message, expected: 'signature_missing' },
  { name: 'null', rawBody: 'null', expected: 'signature_missing' },
  { name: 'a list', rawBody: JSON.stringify([message, signature]), expected: 'signature_missing' },
])('judges a body of $name: $expected', async ({ rawBody, expected }) => {
  expect(await verdict(rawBody)).toBe(expected)
})

test('refuses bytes that are not UTF-8, which would become replacement characters', async () => {
  const wrapped = Buffer.from(sender.wrap('a\ufffdb'), 'utf8')
  const at = wrapped.indexOf(Buffer.from('\ufffd', 'utf8'))
  const broken = Buffer.concat([wrapped.subarray(0, at), Buffer.from([0xff]), wrapped.subarray(at + 3)])
  expect(await verdict(broken)).toBe('signature_missing')
})
