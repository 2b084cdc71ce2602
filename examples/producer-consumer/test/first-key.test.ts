import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { fermyon } from '@postern/core'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { listen } from '@postern/testing/listen'
import { secureConsumer } from '../secure/consumer.js'
import { enrolment } from '../secure/enrolment.js'
import { proofOf, randomText } from '../secure/handshake.js'
import { programs } from './programs.js'

const token = randomBytes(24).toString('hex')
let lines: string[]

beforeEach(() => {
  lines = []
  jest.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line))
})

afterEach(async () => {
  await cleanUp()
  jest.restoreAllMocks()
})

/** Starts a consumer, and gives what POSTs to it. */
async function consumer() {
  const { app, close } = secureConsumer({
    database: ':memory:',
    storageSecret: randomBytes(32),
    enrolmentToken: token,
  })
  const server = await listen(app as (...parameters: unknown[]) => void)
  onCleanUp(async () => {
    await server.close()
    await close()
  })
  return async (path: string, body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    })
    return `${response.status} ${await response.text()}`
  }
}

const handshake = '/target?handshake=true'
const goodbye = '/target?handshake=false'
const refused = expect.stringContaining('401 ') as unknown

function offerOf(keyData = randomText()) {
  const offer = { keyData, challenge: randomText(), sentAt: Date.now() }
  return {
    key: keyData,
    body: JSON.stringify(offer),
    taken: `200 ${JSON.stringify({ proof: proofOf(offer) })}`,
  }
}

function deliveryOf(): string {
  return JSON.stringify({ id: randomUUID(), event: '*', data: 'x', sentAt: Date.now() })
}

function farewellOf(): string {
  return JSON.stringify({ forgetKey: randomText(), sentAt: Date.now() })
}

/** What the producer sends along, written out. */
function enrolmentOf(body: string, { by = token, sentAt = Date.now() } = {}) {
  const timestamp = String(Math.floor(sentAt / 1000))
  const signature = createHmac('sha256', by).update(`${timestamp}.${body}`).digest('hex')
  return { 'x-enrolment-timestamp': timestamp, 'x-enrolment-signature': signature }
}

function signed(key: string, body: string) {
  return fermyon({ secrets: key }).sign({ body })
}

test('the first key is taken from who has it, and then the usual signatures count', async () => {
  const send = await consumer()
  const [first, second] = [offerOf(), offerOf()]
  expect(await send(handshake, first.body, enrolmentOf(first.body))).toBe(first.taken)
  expect(await send('/target', deliveryOf(), signed(randomText(), ''))).toEqual(refused)
  const delivery = deliveryOf()
  expect(await send('/target', delivery, signed(first.key, delivery))).toBe('200 OK')
  // The producer's, who did not get the answer.
  const again = offerOf(first.key)
  expect(await send(handshake, again.body)).toBe(again.taken)
  expect(await send(handshake, second.body, signed(first.key, second.body))).toBe(second.taken)
  expect(lines.join()).not.toContain(token)
})

test('the producer signs a first key so that the consumer takes it', () => {
  const { body } = offerOf()
  const sentAt = Date.now()
  expect(enrolment(token).sign({ body, sentAt })).toEqual(enrolmentOf(body, { sentAt }))
})

test.each<{ name: string; headers: (body: string) => Record<string, string> }>([
  { name: 'without a signature', headers: () => ({}) },
  { name: 'signed with another token', headers: (body) => enrolmentOf(body, { by: 'x'.repeat(48) }) },
  { name: 'signed for another key', headers: () => enrolmentOf(offerOf().body) },
  {
    name: 'signed six minutes ago',
    headers: (body) => enrolmentOf(body, { sentAt: Date.now() - 360_000 }),
  },
  {
    name: 'signed for a time in six minutes',
    headers: (body) => enrolmentOf(body, { sentAt: Date.now() + 360_000 }),
  },
  { name: 'signed with the token as a key', headers: (body) => signed(token, body) },
])('a first key is refused that comes $name', async ({ headers }) => {
  const send = await consumer()
  const { key, body } = offerOf()
  expect(await send(handshake, body, headers(body))).toEqual(refused)
  const delivery = deliveryOf()
  expect(await send('/target', delivery, signed(key, delivery))).toEqual(refused)
  const { body: good, taken } = offerOf()
  expect(await send(handshake, good, enrolmentOf(good))).toBe(taken)
})

test('of many first keys at once one is taken', async () => {
  const send = await consumer()
  const offers = Array.from({ length: 20 }, () => offerOf())
  const answers = await Promise.all(offers.map(({ body }) => send(handshake, body, enrolmentOf(body))))
  expect(answers.filter((answer, at) => answer === offers[at]?.taken)).toHaveLength(1)
})

test('nobody replaces a key who does not have the key', async () => {
  const send = await consumer()
  const [first, second] = [offerOf(), offerOf()]
  await send(handshake, first.body, enrolmentOf(first.body))
  expect(await send(handshake, second.body, enrolmentOf(second.body))).toEqual(refused)
})

test('a recorded first offer is worth nothing after the farewell', async () => {
  const send = await consumer()
  const { key, body } = offerOf()
  const headers = enrolmentOf(body)
  await send(handshake, body, headers)
  const farewell = farewellOf()
  expect(await send(goodbye, farewell, signed(key, farewell))).toBe('200 OK')
  expect(await send(handshake, body, headers)).toBe('200 ')
  const delivery = deliveryOf()
  expect(await send('/target', delivery, signed(key, delivery))).toEqual(refused)
})

test.each(['', 'short'])('an enrolment token of %p ends the program', async (given) => {
  const { code, output } = await programs().run(['consumer'], { ENROLMENT_TOKEN: given })
  expect(code).toBe(1)
  expect(output).toBe(
    'consumer: ENROLMENT_TOKEN must be 24 characters or more without white space. Make one: openssl rand -hex 32',
  )
})

// A page sends such a request without asking first, to loopback too: browsers put Origin in it.
test.each(['https://evil.example', 'http://localhost:3002', 'null'])(
  'takes no key from a web page, whose Origin is %s, and forgets none',
  async (origin) => {
    const send = await consumer()
    const fromPage = { origin, 'content-type': 'text/plain' }
    const { key, body, taken } = offerOf()
    expect(await send(handshake, body, fromPage)).toContain('403 ')
    expect(await send(handshake, body, enrolmentOf(body))).toBe(taken)
    const farewell = farewellOf()
    expect(await send(goodbye, farewell, { ...signed(key, farewell), ...fromPage })).toContain('403 ')
  },
)
