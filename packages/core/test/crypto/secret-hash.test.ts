import { createHash } from 'node:crypto'
import type { HashAlgorithm } from '@postern/core'
import { now } from '../attempt.js'
import { acme, otherSecret, secret, send } from '../schemes/acme.js'

const hashOf = (algorithm: HashAlgorithm, content: string) =>
  createHash(algorithm).update(content).digest('hex')
const verdict = (algorithm: HashAlgorithm, signs: string, content: string) =>
  send(acme({ algorithm, signs }), { headers: { 'x-signature': hashOf(algorithm, content) } })

test.each<{ algorithm: HashAlgorithm }>([
  { algorithm: 'md5' },
  { algorithm: 'sha1' },
  { algorithm: 'sha256' },
])('verifies $algorithm over the secret and the content, in their order', async ({ algorithm }) => {
  expect(await verdict(algorithm, '{secret}{body}', `${secret}{}`)).toBe('admitted')
  expect(await verdict(algorithm, '{body}{secret}', `{}${secret}`)).toBe('admitted')
  expect(await verdict(algorithm, '{secret}.{method}.{body}', `${secret}.POST.{}`)).toBe('admitted')
  expect(await verdict(algorithm, '{method}.{body}.{secret}', `POST.{}.${secret}`)).toBe('admitted')
  expect(await verdict(algorithm, '{secret}{body}', `{}${secret}`)).toBe('signature_mismatch')
  expect(await verdict(algorithm, '{body}{secret}', `${secret}{}`)).toBe('signature_mismatch')
  expect(await verdict(algorithm, '{body}{secret}', '{}')).toBe('signature_mismatch')
  expect(await verdict(algorithm, '{body}{secret}', `{}${otherSecret}`)).toBe('signature_mismatch')
})

test('hashes the timestamp between the secret and the body', async () => {
  const scheme = acme({
    algorithm: 'sha1',
    signs: '{secret}{timestamp}{body}',
    timestamp: { from: { header: 'x-timestamp' }, unit: 's' },
  })
  const signature = hashOf('sha1', `${secret}1700000000{}`)
  expect(scheme.sign({ body: '{}', sentAt: now })['x-signature']).toBe(signature)
  const headers = { 'x-timestamp': '1700000000', 'x-signature': signature }
  expect(await send(scheme, { headers })).toBe('admitted')
})

test('refuses a plain hash where a MAC is needed', async () => {
  for (const content of [`${secret}{}`, `{}${secret}`, '{}'])
    expect(await send(acme(), { headers: { 'x-signature': hashOf('sha256', content) } })).toBe(
      'signature_mismatch',
    )
})

test.each(['base64', 'base64url', 'HEX', 'hex-in-base64'] as const)('writes %s too', async (encoding) => {
  const scheme = acme({
    algorithm: 'sha256',
    signs: '{body}{secret}',
    signature: { header: 'x-signature', format: 'raw', encoding },
  })
  const headers = scheme.sign({ body: '{}' })
  expect(await send(scheme, { headers })).toBe('admitted')
  expect(await send(scheme, { headers, rawBody: '{ }' })).toBe('signature_mismatch')
})

test('shows the secret to no inspection', async () => {
  const { inspect } = await import('node:util')
  const scheme = acme({ algorithm: 'sha256', signs: '{body}{secret}' })
  expect(inspect(scheme, { depth: 10, showHidden: true })).not.toContain(secret)
})
