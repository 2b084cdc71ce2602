import { handleWebhook, standardWebhooks, verifyWebhook, type Webhook } from '@postern/express'
import express from 'express'
import { expect, test } from 'tstyche'
import { z } from 'zod'

const app = express()
const scheme = standardWebhooks({ secrets: 'whsec_' })
const schema = z.object({ amount: z.string().transform(Number) })

interface Invoice {
  amount: number
}

test('what the schema makes is the type of the payload and of the body', () => {
  app.post('/webhook', verifyWebhook({ scheme, schema }), (request) => {
    expect(request.webhook).type.toBe<Webhook<Invoice>>()
    expect(request.webhook.payload).type.toBe<Invoice>()
    expect(request.body).type.toBe<Invoice>()
  })
})

test('without a schema the body is as untyped as it is in Express', () => {
  app.post('/webhook', verifyWebhook({ scheme }), (request) => {
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    expect<typeof request.body>().type.toBe<any>()
  })
})

test('what the schema makes is the type that a handleWebhook handler gets', () => {
  handleWebhook({ scheme, schema }, (webhook) => {
    expect(webhook).type.toBe<Webhook<Invoice>>()
  })
})

test('an option that does not exist does not compile, so that a misspelt one is seen', () => {
  expect(verifyWebhook).type.not.toBeCallableWith({ scheme, tolerance: 5 })
})
