import { aesGcmEnvelope, type Scheme, standardWebhooks } from '@postern/core'
import { jwe } from '@postern/core/jose'
import { stripe } from '@postern/providers/stripe'
import {
  createSender,
  type DeliveryHead,
  type DeliveryResult,
  memoryOutbox,
  type Outbox,
  type Sealer,
  type Sender,
} from '@postern/sender'
import { expect, test } from 'tstyche'

declare const scheme: Scheme
declare const outbox: Outbox
declare const send: Sender['send']

test('a scheme is one for all deliveries, or a function of each', () => {
  expect(createSender).type.toBeCallableWith({ scheme })
  expect(createSender).type.toBeCallableWith({ scheme: () => scheme })
  expect(createSender).type.toBeCallableWith({ scheme: () => Promise.resolve(scheme) })
  expect(createSender).type.not.toBeCallableWith({})
  // A scheme that was not called with its secrets.
  expect(createSender).type.not.toBeCallableWith({ scheme: standardWebhooks })
  expect(createSender).type.not.toBeCallableWith({ scheme: stripe })
  expect(createSender).type.not.toBeCallableWith({ scheme: () => undefined })
})

test('the function is given what a delivery is, and where it goes', () => {
  createSender({
    scheme(head) {
      expect(head).type.toBe<DeliveryHead>()
      expect(head.endpoint).type.toBe<string | undefined>()
      return standardWebhooks({ secrets: head.url })
    },
  })
})

test('a sealer is one of core’s, or a function that gives one or none', () => {
  expect(aesGcmEnvelope({ keys: 'key' })).type.toBeAssignableTo<Sealer>()
  expect(jwe({ keys: [] })).type.toBeAssignableTo<Sealer>()
  expect(createSender).type.toBeCallableWith({ scheme, seal: () => undefined })
  expect(createSender).type.not.toBeCallableWith({ scheme, seal: 'aes-256-gcm' })
})

test('retries are a schedule or a backoff, and not some of both', () => {
  expect(createSender).type.toBeCallableWith({ scheme, retries: { schedule: [1000, 60_000] } })
  expect(createSender).type.toBeCallableWith({ scheme, retries: { maximum: 5, baseMs: 1000, capMs: 60_000 } })
  expect(createSender).type.not.toBeCallableWith({ scheme, retries: { maximum: 5 } })
  expect(createSender).type.not.toBeCallableWith({ scheme, retries: 5 })
})

test('ports are a list or any', () => {
  expect(createSender).type.toBeCallableWith({ scheme, destinations: { ports: 'any' } })
  expect(createSender).type.toBeCallableWith({ scheme, destinations: { ports: [443, 8443] } })
  expect(createSender).type.not.toBeCallableWith({ scheme, destinations: { ports: 'all' } })
})

test('an outbox is the one in memory, or one’s own', () => {
  expect(memoryOutbox()).type.toBe<Outbox>()
  expect(createSender).type.toBeCallableWith({ scheme, outbox })
  expect(createSender).type.not.toBeCallableWith({ scheme, outbox: { put: () => Promise.resolve() } })
})

test('a delivery needs a URL, an id and a payload', async () => {
  expect(send).type.toBeCallableWith({ url: 'https://a.example/', id: 'msg_1', payload: {} })
  expect(send).type.not.toBeCallableWith({ url: 'https://a.example/', payload: {} })
  expect(send).type.not.toBeCallableWith({ id: 'msg_1', payload: {} })
  expect(send).type.not.toBeCallableWith({ url: 'https://a.example/', id: 'msg_1' })
  expect(await send({ url: 'https://a.example/', id: 'msg_1', payload: {} })).type.toBe<DeliveryResult>()
})
