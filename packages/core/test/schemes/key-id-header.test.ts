import type { Secrets } from '@postern/core'
import { acme, macOf, otherSecret, secret, send } from './acme.js'

const byHeader = (secrets: Secrets) => acme({ keyId: { header: 'X-Key-Id' } }, secrets)
const named: Secrets = [
  { keyId: 'one', secret },
  { keyId: 'two', secret: otherSecret },
]
const request = (keyId?: string) => ({
  headers: { 'x-signature': macOf('{}'), ...(keyId === undefined ? {} : { 'x-key-id': keyId }) },
})

test('looks at the key that the header names alone', async () => {
  expect(await send(byHeader(named), request('one'))).toBe('admitted')
  expect(await send(byHeader(named), request('two'))).toBe('signature_mismatch')
  expect(await send(byHeader(named), request('three'))).toBe('signature_mismatch')
})

test('tries every key where the header names none', async () => {
  expect(await send(byHeader(named), request())).toBe('admitted')
})

test('tries a key without an id of its own, whatever the header names', async () => {
  expect(await send(byHeader([otherSecret, secret]), request('anything'))).toBe('admitted')
  expect(await send(byHeader([otherSecret, secret]), request('0'))).toBe('admitted')
})

test('writes the id of the key that signs first', () => {
  expect(byHeader(named).sign({ body: '{}' })).toEqual({ 'x-key-id': 'one', 'x-signature': macOf('{}') })
})
