import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  createReceiver,
  isWebhookError,
  memoryStore,
  refusalAnswer,
  settledAnswer,
  standardWebhooks,
  timestampedHmac,
} from '@postern/core'
import { github } from '@postern/providers/github'
import { gitlab } from '@postern/providers/gitlab'
import { hubspotV3 } from '@postern/providers/hubspotV3'
import { linear } from '@postern/providers/linear'
import { paddle } from '@postern/providers/paddle'
import { shopify } from '@postern/providers/shopify'
import { slack } from '@postern/providers/slack'
import { square } from '@postern/providers/square'
import { stripe } from '@postern/providers/stripe'
import { svix } from '@postern/providers/svix'
import { twilio } from '@postern/providers/twilio'
import { zoom } from '@postern/providers/zoom'
import { sampleEvents } from '../src/sample-events.js'
import { eventIdFor } from '../src/event-id.js'
import { cleanUp } from '@postern/testing/clean-up'
import { postern, serve } from './postern.js'

afterEach(cleanUp)

const whsec = 'whsec_cG9zdGVybi1leGFtcGxlLXNlY3JldA=='
const plain = '0123456789abcdef0123456789abcdef'

const presets = [
  {
    name: 'standard-webhooks',
    make: standardWebhooks,
    secret: whsec,
    id: /^msg_\w{32}$/,
    type: 'invoice.paid',
  },
  { name: 'timestamped-hmac', make: timestampedHmac, id: /^[\w-]{43}$/ },
  { name: 'svix', make: svix, secret: whsec, id: /^msg_\w{32}$/ },
  { name: 'github', make: github, id: /^msg_\w{32}$/, type: 'issues' },
  { name: 'gitlab', make: gitlab, id: /^msg_\w{32}$/, type: 'Push Hook' },
  { name: 'hubspotV3', make: hubspotV3, signsUrl: true, id: /^[\w-]{43}$/, type: 'contact.propertyChange' },
  { name: 'linear', make: linear, id: /^msg_\w{32}$/, type: 'Issue' },
  { name: 'paddle', make: paddle, id: /^evt_\w{26}$/, type: 'transaction.completed' },
  { name: 'shopify', make: shopify, id: /^msg_\w{32}$/, type: 'orders/create' },
  { name: 'slack', make: slack, id: /^Ev\w{10}$/, type: 'app_mention' },
  { name: 'square', make: square, signsUrl: true, id: /^[0-9a-f-]{36}$/, type: 'payment.created' },
  { name: 'stripe', make: stripe, id: /^evt_\w{24}$/, type: 'invoice.paid' },
  { name: 'twilio', make: twilio, signsUrl: true, id: /^[\w-]{43}$/ },
  { name: 'zoom', make: zoom, id: /^[\w-]{43}$/, type: 'meeting.started' },
] as const

test('has a sample of each that is tested here, and of no other', () => {
  expect(Object.keys(sampleEvents).sort()).toEqual(presets.map(({ name }) => name).sort())
})

test('makes a sample with the id and the time that are given, and prints it', async () => {
  const options = ['--sample', '--scheme', 'stripe', '--id', 'evt_7', '--timestamp', '1790000000']
  const env = { WEBHOOK_SECRET: plain }
  const { code, out } = await postern(['sign', ...options, '--json'], { env })
  const body = JSON.parse(Buffer.from(JSON.parse(out).bodyBase64, 'base64').toString())
  expect({ code, body }).toMatchObject({ code: 0, body: { id: 'evt_7', created: 1_790_000_000 } })
  const printed = await postern(['sign', ...options], { env })
  expect(printed.out).toMatch(
    /^content-type: application\/json\nstripe-signature: t=1790000000,v1=\w{64}\n\n\{\n/,
  )
  expect((await postern(['sign', '--scheme', 'stripe'], { stdin: '{}', env })).out).not.toContain('{')
  const push = ['sign', '--sample', '-s', 'gitlab', '--id', 'seven', '-H', 'X-Gitlab-Event: Tag Push Hook']
  const pushed = (await postern(push, { env })).out
  expect(pushed).toMatch(/idempotency-key: seven\n/)
  expect(pushed).toMatch(/x-gitlab-event: Tag Push Hook\n/)
  const own = ['sign', '-s', 'github', '-H', 'x-github-delivery: eight']
  expect((await postern(own, { stdin: '{}', env })).out).toContain('x-github-delivery: eight\n')
})

test.each([
  [['sign', '--sample', 'body.json'], 'either a body file or --sample'],
  [
    ['send', '--sample', '-s', 'mailgun', '--url', 'http://127.0.0.1:1/'],
    'There is one of standard-webhooks, ',
  ],
  [['sign', '--scheme', 'zoom', '--id', 'a', 'body.json'], '--id is for schemes with a header for it'],
])('says what is wrong with %j', async (args, message) => {
  const env = { WEBHOOK_SECRET: 'whsec_cG9zdGVybi1leGFtcGxlLXNlY3JldA==' }
  const { code, out, err } = await postern(args, { env })
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(message)
})

test('is described with the names that there are', () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8')
  const [, listed = ''] = /There are samples of (.*)\./.exec(readme) ?? []
  const names = [...listed.matchAll(/`([^`]+)`/g)].map(([, name]) => name)
  expect(names).toEqual(Object.keys(sampleEvents))
})

test.each(presets)(
  'sends a sample that a receiver admits, twice: $name',
  async ({ name, make, ...preset }) => {
    const secret = 'secret' in preset ? preset.secret : plain
    const seen: { id: string; type: string | undefined }[] = []
    const store = memoryStore()
    const url = await serve((request, response) => {
      const scheme = make({ secrets: secret, ...('signsUrl' in preset ? { url } : {}) })
      const receiver = createReceiver({
        scheme,
        eventId: eventIdFor(scheme),
        store,
        onRejected: () => undefined,
      })
      void receiver.receive(request).then(
        async (reception) => {
          if (reception.kind !== 'admitted') return response.writeHead(settledAnswer(reception).status).end()
          seen.push({ id: reception.webhook.id, type: reception.webhook.type })
          await reception.complete()
          return response.writeHead(204).end()
        },
        (error: unknown) =>
          response.writeHead(isWebhookError(error) ? refusalAnswer(error).status : 500).end(),
      )
    })
    const env = { WEBHOOK_SECRET: secret }
    const send = () => postern(['send', '--sample', '--scheme', name, '--url', url, '--json'], { env })
    for (let count = 0; count < 2; count += 1)
      expect(await send()).toMatchObject({ code: 0, out: expect.stringContaining('"status":204') })
    expect(seen).toHaveLength(2)
    expect(seen[0]?.id).not.toBe(seen[1]?.id)
    for (const { id, type } of seen) {
      expect(id).toMatch(preset.id)
      expect(type).toBe('type' in preset ? preset.type : undefined)
    }
  },
)
