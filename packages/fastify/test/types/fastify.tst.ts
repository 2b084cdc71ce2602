import { handleWebhook, standardWebhooks, verifyWebhook, type Webhook } from '@postern/fastify'
import fastify from 'fastify'
import { expect, test } from 'tstyche'

const scheme = standardWebhooks({ secrets: 'whsec_' })

interface Invoice {
  amount: number
}

test('the body type of the route is the type of the payload', () => {
  fastify().post<{ Body: Invoice }>('/webhook', (request) => {
    expect(request.webhook).type.toBe<Webhook<Invoice>>()
    expect(request.webhook.payload).type.toBe<Invoice>()
  })
})

test('without a body type the payload is unknown, so that it is looked at before it is used', () => {
  fastify().post('/webhook', (request) => {
    expect(request.webhook.payload).type.toBe<unknown>()
  })
})

test('both plugins register with their options, and with no other', () => {
  const { register } = fastify()
  const handler = () => undefined
  expect(register).type.toBeCallableWith(verifyWebhook, { scheme, bodyLimit: '1mb' })
  expect(register).type.toBeCallableWith(handleWebhook, { scheme, url: '/webhook', handler })
  expect(register).type.not.toBeCallableWith(verifyWebhook, { scheme, tolerance: 5 })
  expect(register).type.not.toBeCallableWith(handleWebhook, { scheme, handler })
})
