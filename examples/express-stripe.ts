// Receives Stripe's events. STRIPE_WEBHOOK_SECRET is the endpoint's signing secret, with its whsec_.
import type { AddressInfo } from 'node:net'
import { verifyWebhook } from '@postern/express'
import { stripe } from '@postern/providers/stripe'
import express from 'express'
import { z } from 'zod'

const { STRIPE_WEBHOOK_SECRET = '', PORT = '3000' } = process.env

const stripeEvent = z.object({
  id: z.string(),
  type: z.string(),
  data: z.object({ object: z.looseObject({ id: z.string() }) }),
})

const app = express()

app.post(
  '/webhooks/stripe',
  verifyWebhook({ scheme: stripe({ secrets: STRIPE_WEBHOOK_SECRET }), schema: stripeEvent }),
  (req, res) => {
    const { id, type, attempt, payload } = req.webhook
    console.log(`${id}: ${type ?? ''} of ${payload.data.object.id}, attempt ${attempt}`)
    res.sendStatus(204)
  },
)

// Behind the webhook: in front of it, the parser would take the bytes that the signature covers.
app.use(express.json())

app.post('/orders', (req, res) => {
  res.status(201).json(req.body)
})

const server = app.listen(Number(PORT), () => {
  console.log(`Listening on http://localhost:${(server.address() as AddressInfo).port}`)
})
