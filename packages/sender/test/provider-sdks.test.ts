import { verify } from '@octokit/webhooks-methods'
import { github } from '@postern/providers/github'
import { stripe } from '@postern/providers/stripe'
import { cleanUp } from '@postern/testing/clean-up'
import Stripe from 'stripe'
import { scriptedServer } from './scripted-server.js'
import { observeAttempts, passRetries, senderTo } from './sender-under-test.js'

afterEach(cleanUp)

const payload = { id: 'evt_1', object: 'event', type: 'invoice.paid', data: { object: { note: 'Grüße' } } }
const delivery = { id: 'evt_1', type: 'invoice.paid', payload }
const retries = { schedule: [2000, 60_000] }

test('each attempt is one that Stripe’s package takes', async () => {
  const server = await scriptedServer(500, 'reset')
  const attempts = observeAttempts()
  const secret = 'whsec_of_the_provider_test'
  const { sender, clock } = senderTo([server.port], { scheme: stripe({ secrets: secret }), retries })
  const result = sender.send({ url: server.url, ...delivery })
  await passRetries(attempts, clock, 2)
  expect(await result).toMatchObject({ outcome: 'delivered', attempts: 3 })
  const client = new Stripe('sk_test_none')
  const signatures = server.attempts.map(({ body, headers }) => {
    const signature = String(headers['stripe-signature'])
    expect(client.webhooks.constructEvent(body, signature, secret)).toEqual(payload)
    expect(() => client.webhooks.constructEvent(`${String(body)} `, signature, secret)).toThrow('signature')
    return signature
  })
  expect(new Set(signatures).size).toBe(3)
})

test('each attempt is one that GitHub’s package takes', async () => {
  const server = await scriptedServer(429, 503)
  const attempts = observeAttempts()
  const secret = 'It’s a Secret to Everybody'
  const { sender, clock } = senderTo([server.port], { scheme: github({ secrets: secret }), retries })
  const result = sender.send({ url: server.url, ...delivery })
  await passRetries(attempts, clock, 2)
  expect(await result).toMatchObject({ outcome: 'delivered', attempts: 3 })
  for (const { body, headers } of server.attempts) {
    expect(headers).toMatchObject({ 'x-github-delivery': 'evt_1', 'x-github-event': 'invoice.paid' })
    expect(await verify(secret, body.toString(), String(headers['x-hub-signature-256']))).toBe(true)
    expect(await verify(secret, `${body.toString()} `, String(headers['x-hub-signature-256']))).toBe(false)
  }
})
