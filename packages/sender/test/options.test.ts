import { standardWebhooks } from '@postern/core'
import { createSender, memoryOutbox, type SenderOptions } from '@postern/sender'
import { cleanUp } from '@postern/testing/clean-up'
import { secret, senderTo } from './sender-under-test.js'

afterEach(cleanUp)

const scheme = standardWebhooks({ secrets: secret })

test.each<{ name: string; options: unknown }>([
  { name: 'no scheme', options: {} },
  { name: 'an unknown option', options: { scheme, retry: {} } },
  { name: 'an unknown option of destinations', options: { scheme, destinations: { allowed: [] } } },
  { name: 'a port that is none', options: { scheme, destinations: { ports: [0] } } },
  { name: 'a word for ports', options: { scheme, destinations: { ports: 'all' } } },
  { name: 'a schedule that is none', options: { scheme, retries: { schedule: [1, -1] } } },
  { name: 'a schedule and a backoff', options: { scheme, retries: { schedule: [], maximum: 1 } } },
  { name: 'a backoff without a cap', options: { scheme, retries: { maximum: 1, baseMs: 1 } } },
  {
    name: 'a maximum that is not whole',
    options: { scheme, retries: { maximum: 1.5, baseMs: 1, capMs: 1 } },
  },
  { name: 'a deadline of 0', options: { scheme, totalMs: 0 } },
  { name: 'a deadline that no timer has', options: { scheme, totalMs: 2 ** 31 } },
  { name: 'a limit of 0', options: { scheme, perHost: 0 } },
  { name: 'a user agent of two lines', options: { scheme, userAgent: 'a\r\nx-b: c' } },
  { name: 'what seals nothing', options: { scheme, seal: { decrypt: () => undefined } } },
  // Node would take it for no authorities, and trust its own.
  { name: 'an empty ca', options: { scheme, ca: '' } },
  { name: 'a ca without certificates', options: { scheme, ca: [] } },
  { name: 'a ca that is a path', options: { scheme, ca: '/etc/ssl/ca.pem' } },
  {
    name: 'a ca that is broken',
    options: { scheme, ca: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n' },
  },
  { name: 'what is no outbox', options: { scheme, outbox: {} } },
])('refuses $name', ({ options }) => {
  expect(() => createSender(options as SenderOptions)).toThrow(TypeError)
})

test('refuses unknown options of memoryOutbox and close', () => {
  expect(() => memoryOutbox({ size: 1 } as never)).toThrow('unknown option size')
  const { sender } = senderTo([])
  expect(() => sender.close({ ms: 1 } as never)).toThrow('unknown option ms')
})

test.each<{ name: string; delivery: Record<string, unknown> }>([
  { name: 'no id', delivery: { id: undefined } },
  { name: 'an empty id', delivery: { id: '' } },
  { name: 'an empty type', delivery: { type: '' } },
  { name: 'an empty endpoint', delivery: { endpoint: '' } },
  { name: 'an endpoint that is no text', delivery: { endpoint: 7 } },
  { name: 'no payload', delivery: { payload: undefined } },
  { name: 'a payload that JSON has not', delivery: { payload: 1n } },
  { name: 'a content type of two lines', delivery: { contentType: 'a/b\r\nx-b: c' } },
  { name: 'a member that there is not', delivery: { pin: [] } },
  { name: 'one pin', delivery: { pins: [`sha256/${Buffer.alloc(32).toString('base64')}`] } },
])('refuses a delivery with $name', async ({ delivery }) => {
  const { sender } = senderTo([80])
  const whole = { url: 'http://127.0.0.1/', id: 'msg_1', payload: {}, ...delivery }
  await expect(sender.send(whole)).rejects.toThrow(TypeError)
})
