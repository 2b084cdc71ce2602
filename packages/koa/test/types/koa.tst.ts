import { handleWebhook, standardWebhooks, verifyWebhook, type Webhook } from '@postern/koa'
import Router from '@koa/router'
import Koa from 'koa'
import { expect, test } from 'tstyche'
import { z } from 'zod'

const scheme = standardWebhooks({ secrets: 'whsec_' })
const schema = z.object({ amount: z.string().transform(Number) })

interface Invoice {
  amount: number
}

test('what the schema makes is the type of the payload in ctx.state', () => {
  new Koa().use(verifyWebhook({ scheme, schema })).use((context) => {
    expect(context.state.webhook).type.toBeAssignableTo<Webhook<Invoice>>()
    expect(context.state.webhook.payload).type.toBe<Invoice>()
  })
})

test('a route of @koa/router takes the middleware, with the type of the schema', () => {
  new Router().post('/webhook', verifyWebhook({ scheme, schema }), (context) => {
    expect(context.state.webhook.payload).type.toBe<Invoice>()
  })
})

test('in a middleware that knows of no schema the payload is unknown, so that it is looked at before it is used', () => {
  new Koa().use((context) => {
    expect(context.state.webhook.id).type.toBe<string>()
    expect(context.state.webhook.payload).type.toBe<unknown>()
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
