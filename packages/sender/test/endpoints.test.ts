import { randomBytes } from 'node:crypto'
import { aesGcmEnvelope, createReceiver, type Scheme, standardWebhooks } from '@postern/core'
import type { DeliveryHead } from '@postern/sender'
import { cleanUp } from '@postern/testing/clean-up'
import { eventually } from '@postern/testing/eventually'
import { type Attempt, scriptedServer } from './scripted-server.js'
import { observeAttempts, observeDeliveries, passRetries, secret, senderTo } from './sender-under-test.js'

afterEach(cleanUp)

const delivery = { id: 'msg_1', type: 'invoice.paid', payload: { amount: 1200 } }
const secrets: Readonly<Record<string, string>> = { ep_1: newSecret(), ep_2: newSecret() }

function newSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`
}

function schemeOf({ endpoint = '' }: Pick<DeliveryHead, 'endpoint'>): Scheme {
  return standardWebhooks({ secrets: secrets[endpoint]! })
}

async function admits({ method, url, headers, body }: Attempt, scheme: Scheme): Promise<boolean> {
  try {
    const receiver = createReceiver({ scheme, onRejected: () => undefined })
    return (await receiver.receive({ method, url, headers, rawBody: body })).kind === 'admitted'
  } catch {
    return false
  }
}

test('signs for each endpoint with its own secret, two at one URL among them', async () => {
  const server = await scriptedServer()
  const { sender } = senderTo([server.port], { scheme: (head) => Promise.resolve(schemeOf(head)) })
  const results = await Promise.all(
    ['ep_1', 'ep_2'].map((endpoint) => sender.send({ url: server.url, endpoint, ...delivery })),
  )
  expect(results).toMatchObject([{ outcome: 'delivered' }, { outcome: 'delivered' }])
  expect(server.attempts).toHaveLength(2)
  for (const endpoint of ['ep_1', 'ep_2']) {
    const admitted = await Promise.all(
      server.attempts.map((attempt) => admits(attempt, schemeOf({ endpoint }))),
    )
    expect(admitted.filter(Boolean)).toHaveLength(1)
  }
})

test('says in its events which endpoint they are of', async () => {
  const server = await scriptedServer()
  const [attempts, deliveries] = [observeAttempts(), observeDeliveries()]
  const { sender } = senderTo([server.port])
  await sender.send({ url: server.url, endpoint: 'ep_1', ...delivery })
  await sender.send({ url: server.url, ...delivery })
  for (const { events } of [attempts, deliveries])
    expect(events.map(({ endpoint }) => endpoint)).toEqual(['ep_1', undefined])
})

test('tells the function what it signs for, and nothing of the content', async () => {
  const server = await scriptedServer()
  const heads: DeliveryHead[] = []
  const { sender } = senderTo([server.port], {
    scheme(head) {
      heads.push(head)
      return standardWebhooks({ secrets: secret })
    },
  })
  await sender.send({ url: `${server.url}#part`, ...delivery })
  const head = { id: 'msg_1', type: 'invoice.paid', url: server.url, endpoint: undefined }
  // Once to see whether it can be signed, and once for the attempt.
  expect(heads).toStrictEqual([head, head])
})

test('asks for the secret anew on each attempt', async () => {
  const server = await scriptedServer(500)
  const attempts = observeAttempts()
  let present = newSecret()
  const { sender, clock } = senderTo([server.port], {
    scheme: () => standardWebhooks({ secrets: present }),
    retries: { schedule: [1000] },
  })
  const result = sender.send({ url: server.url, ...delivery })
  await attempts.first(1)
  const [before, after] = [present, newSecret()]
  present = after
  await passRetries(attempts, clock, 1)
  expect(await result).toMatchObject({ outcome: 'delivered', attempts: 2 })
  const [first, second] = server.attempts as [Attempt, Attempt]
  expect(await admits(first, standardWebhooks({ secrets: before }))).toBe(true)
  expect(await admits(second, standardWebhooks({ secrets: after }))).toBe(true)
})

test('tries again where the secret could not be had', async () => {
  const server = await scriptedServer(500)
  const attempts = observeAttempts()
  let isDown = false
  const { sender, clock } = senderTo([server.port], {
    scheme() {
      if (isDown) throw new Error('the database is down')
      return standardWebhooks({ secrets: secret })
    },
    retries: { schedule: [1000, 1000] },
  })
  const result = sender.send({ url: server.url, ...delivery })
  await attempts.first(1)
  isDown = true
  await passRetries(attempts, clock, 1)
  expect((await attempts.first(2))[1]).toMatchObject({ outcome: 'failed', reason: 'signing' })
  isDown = false
  await passRetries(attempts, clock, 2, 2)
  expect(await result).toMatchObject({ outcome: 'delivered', attempts: 3 })
})

test('gives up an attempt whose secret does not come', async () => {
  const server = await scriptedServer()
  let calls = 0
  const { sender } = senderTo([server.port], {
    scheme() {
      calls += 1
      return calls === 1 ? standardWebhooks({ secrets: secret }) : new Promise(() => undefined)
    },
    totalMs: 50,
    retries: { schedule: [] },
  })
  expect(await sender.send({ url: server.url, ...delivery })).toMatchObject({ reason: 'total-timeout' })
  expect(server.attempts).toHaveLength(0)
})

test('closes while it waits for a secret', async () => {
  let calls = 0
  const { sender } = senderTo([80], {
    scheme() {
      calls += 1
      return calls === 1 ? standardWebhooks({ secrets: secret }) : new Promise(() => undefined)
    },
  })
  const result = sender.send({ url: 'http://127.0.0.1/', ...delivery })
  await eventually('it asks for the secret of the attempt', () => calls === 2)
  await sender.close({ withinMs: 20 })
  expect(await result).toMatchObject({ outcome: 'pending' })
})

test('counts what the secret took in the time of the attempt', async () => {
  const server = await scriptedServer('hang')
  let calls = 0
  const { sender } = senderTo([server.port], {
    async scheme() {
      calls += 1
      if (calls > 1) await new Promise((resolve) => setTimeout(resolve, 400))
      return standardWebhooks({ secrets: secret })
    },
    totalMs: 500,
    retries: { schedule: [] },
  })
  const startedAt = performance.now()
  expect(await sender.send({ url: server.url, ...delivery })).toMatchObject({ reason: 'total-timeout' })
  expect(performance.now() - startedAt).toBeLessThan(850)
})

test('seals for each endpoint with its own key, or not at all', async () => {
  const server = await scriptedServer()
  const envelope = aesGcmEnvelope({ keys: { kid: '1', key: randomBytes(32) } })
  const { sender } = senderTo([server.port], {
    seal: ({ endpoint }) => (endpoint === 'sealed' ? envelope : undefined),
  })
  await sender.send({ url: server.url, endpoint: 'sealed', ...delivery })
  await sender.send({ url: server.url, endpoint: 'plain', ...delivery })
  const [sealed, plain] = server.attempts as [Attempt, Attempt]
  const opened = await createReceiver({
    scheme: standardWebhooks({ secrets: secret }),
    decrypt: envelope,
  }).receive({
    ...sealed,
    rawBody: sealed.body,
  })
  expect(opened.kind === 'admitted' && opened.webhook.payload).toEqual(delivery.payload)
  expect(JSON.parse(plain.body.toString())).toEqual(delivery.payload)
})

test.each([
  { option: { scheme: () => undefined as never }, message: /scheme gave no scheme for ep_1/ },
  { option: { seal: () => null as never }, message: /seal gave no sealer for ep_1/ },
])('refuses a function that gives something else: $message', async ({ option, message }) => {
  const { sender } = senderTo([80], option)
  const sending = sender.send({ url: 'http://127.0.0.1/', endpoint: 'ep_1', ...delivery })
  await expect(sending).rejects.toThrow(message)
})

test('rejects the call with what the function throws', async () => {
  const error = new Error('no such endpoint')
  const { sender } = senderTo([80], { scheme: () => Promise.reject(error) })
  await expect(sender.send({ url: 'http://127.0.0.1/', ...delivery })).rejects.toBe(error)
})
