import { verifyWebhook } from '@postern/express'
import { github } from '@postern/providers/typed/github'
import { stripe } from '@postern/providers/typed/stripe'
import { stripe as untyped } from '@postern/providers/stripe'
import type { PushEvent } from '@octokit/webhooks-types'
import express from 'express'
import { expect, test } from 'tstyche'
import type Stripe from 'stripe'

const app = express()
const secrets = 'whsec_of_the_endpoint'

test("GitHub's payload narrows by the type, which stands in a header", () => {
  app.post('/github', verifyWebhook({ scheme: github({ secrets }) }), ({ webhook }) => {
    expect(webhook.type).type.toBeAssignableTo<string>()
    expect(webhook).type.not.toHaveProperty('nothing')
    if (webhook.type !== 'push') return
    expect(webhook.payload).type.toBeAssignableTo<PushEvent>()
    expect(webhook.payload.commits).type.toBe<PushEvent['commits']>()
  })
})

test("Stripe's payload narrows by the type, in the webhook and in itself", () => {
  app.post('/stripe', verifyWebhook({ scheme: stripe({ secrets }) }), ({ webhook }) => {
    if (webhook.type === 'invoice.paid') expect(webhook.payload.data.object).type.toBe<Stripe.Invoice>()
    if (webhook.payload.type === 'customer.created')
      expect(webhook.payload.data.object).type.toBe<Stripe.Customer>()
  })
})

test('a type of event that there is not does not compile', () => {
  app.post('/stripe', verifyWebhook({ scheme: stripe({ secrets }) }), ({ webhook }) => {
    expect(webhook.type).type.not.toBeAssignableFrom('invoice.payed')
  })
})

test('a preset without types leaves the payload as untyped as it was', () => {
  app.post('/stripe', verifyWebhook({ scheme: untyped({ secrets }) }), ({ webhook }) => {
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    expect<typeof webhook.payload>().type.toBe<any>()
    expect(webhook.type).type.toBe<string | undefined>()
  })
})
