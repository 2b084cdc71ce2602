import { manualClock } from '@postern/testing/manual-clock'
import type { Secrets } from '@postern/core'
import { attempt, now } from '../attempt.js'
import { acme, macOf, otherSecret, secret } from '../schemes/acme.js'

test.each(['notbefore', 'notafter', 'expires', 'kid', 'keyid', 'id', 'Secret'])(
  'refuses a dated secret with the member %s',
  (member) => {
    const make = () => acme({}, { secret, [member]: now })
    expect(make).toThrow(
      `acme: secret 0: unknown option ${member}. Known are secret, keyId, notBefore, notAfter`,
    )
    expect(make).toThrow(TypeError)
  },
)

test('refuses two secrets with one keyId', () => {
  const message = /acme: two secrets have the same keyId/
  const one = { keyId: 'a', secret }
  expect(() => acme({}, [one, { keyId: 'a', secret: otherSecret }])).toThrow(message)
  expect(() => acme({}, [secret, { keyId: '0', secret: otherSecret }])).toThrow(message)
  expect(() => acme({}, [one, { keyId: 'b', secret }])).not.toThrow()
})

test('says which secret matched', async () => {
  const { createReceiver } = await import('@postern/core')
  const keyIdOf = async (secrets: Secrets) => {
    const receiver = createReceiver({ scheme: acme({}, secrets), eventId: false })
    const reception = await receiver.receive({
      method: 'POST',
      headers: { 'x-signature': macOf('{}') },
      rawBody: '{}',
    })
    return reception.kind === 'admitted' ? reception.webhook.keyId : reception.kind
  }
  expect(await keyIdOf(secret)).toBe('0')
  expect(await keyIdOf([otherSecret, secret])).toBe('1')
  expect(await keyIdOf([otherSecret, { keyId: 'march', secret }])).toBe('march')
})

test('signs and verifies with a dated secret within its dates', async () => {
  const dated = acme({}, [
    { keyId: 'old', secret, notAfter: now },
    { keyId: 'new', secret: otherSecret, notBefore: now + 1 },
  ])
  expect(dated.sign({ body: '{}', sentAt: now })).toEqual({ 'x-signature': macOf('{}') })
  expect(dated.sign({ body: '{}', sentAt: now + 1 })).toEqual({ 'x-signature': macOf('{}', otherSecret) })
  const verdict = (at: number, key: string) =>
    attempt(
      { scheme: dated, eventId: false, clock: manualClock(at) },
      { headers: { 'x-signature': macOf('{}', key) }, rawBody: '{}' },
    )
  expect(await verdict(now, secret)).toBe('admitted')
  expect(await verdict(now + 1, secret)).toBe('signature_mismatch')
  expect(await verdict(now, otherSecret)).toBe('signature_mismatch')
  expect(await verdict(now + 1, otherSecret)).toBe('admitted')
  const lapsed = acme({}, { secret, notAfter: now })
  expect(() => lapsed.sign({ body: '{}', sentAt: now + 1 })).toThrow(/no key that can sign is in force/)
})
