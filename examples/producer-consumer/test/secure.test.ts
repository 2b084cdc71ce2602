import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fermyon } from '@postern/core'
import { cleanUp } from '@postern/testing/clean-up'
import { eventually } from '@postern/testing/eventually'
import { enrolment } from '../secure/enrolment.js'
import { type KeyOffer, proofOf, randomText } from '../secure/handshake.js'
import { programs, type Programs, type RunningProgram } from './programs.js'
import { type Answer, type Recorded, recordingServer } from './recording-server.js'

let running: Programs

beforeEach(() => {
  running = programs()
})

afterEach(cleanUp)

/** What a consumer answers that knows the handshake. */
function proven({ path, body }: Recorded): Answer {
  if (!path.endsWith('handshake=true')) return { status: 200 }
  return { status: 200, body: JSON.stringify({ proof: proofOf(JSON.parse(body) as KeyOffer) }) }
}

/** What a proxy does. */
async function passOn(
  { url }: RunningProgram,
  { path, headers, body }: Omit<Recorded, 'method'>,
): Promise<Answer> {
  const { host: _host, connection: _connection, ...sent } = headers as Record<string, string>
  const response = await fetch(url + path, { method: 'POST', headers: sent, body })
  return { status: response.status, body: await response.text() }
}

interface Asked {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: unknown
}

async function ask(
  { url }: RunningProgram,
  method: string,
  path: string,
  body?: object,
  token = running.token,
): Promise<Asked> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text === '' ? undefined : JSON.parse(text),
  }
}

interface Registered {
  readonly id: string
  readonly signingKey: string
}

function asked(url: string) {
  return { url, event: '*', enrolmentToken: running.enrolmentToken }
}

async function register(producer: RunningProgram, url: string): Promise<Registered> {
  const { status, json } = await ask(producer, 'POST', '/registrations', asked(url))
  expect(status).toBe(201)
  return json as Registered
}

/** Sends a body to the consumer, signed with `key` unless that is left out, and gives the status. */
async function send(
  { url }: RunningProgram,
  path: string,
  body: string | object,
  key?: string,
): Promise<number> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const signature = key === undefined ? {} : fermyon({ secrets: key }).sign({ body: text })
  const headers = { 'content-type': 'application/json', ...signature }
  return (await fetch(url + path, { method: 'POST', headers, body: text })).status
}

function offerOf(keyData = randomText(), sentAt = Date.now()): KeyOffer {
  return { keyData, challenge: randomText(), sentAt }
}

function farewellOf(sentAt = Date.now()) {
  return { forgetKey: randomText(), sentAt }
}

/** Gives a consumer a first key, as the producer does. */
async function enrol({ url }: RunningProgram, offer: KeyOffer): Promise<number> {
  const body = JSON.stringify(offer)
  const headers = { 'content-type': 'application/json', ...enrolment(running.enrolmentToken).sign({ body }) }
  return (await fetch(url + handshake, { method: 'POST', headers, body })).status
}

function delivery(sentAt = Date.now(), id: string = randomUUID()) {
  return { id, event: '*', data: 'http://localhost:3002/target', sentAt }
}

const handshake = '/target?handshake=true'
const goodbye = '/target?handshake=false'

test('a consumer is registered, fired at, and removed by the five commands, and then registers anew', async () => {
  const consumer = await running.start('consumer')
  const producer = await running.start('producer')
  const target = `${consumer.url.replace('127.0.0.1', 'localhost')}/target`
  const settings = { PRODUCER_URL: producer.url, TARGET_URL: target }
  const keys: string[] = []
  for (let round = 0; round < 2; round += 1) {
    const registered = await running.run(['client', 'register'], settings)
    expect(registered.code).toBe(0)
    const { id, signingKey } = JSON.parse(registered.output) as Registered
    keys.push(signingKey)
    const fired = await running.run(['client', 'fire'], settings)
    expect(JSON.parse(fired.output)).toEqual([{ id, url: target, outcome: 'delivered', status: 200 }])
    expect(JSON.parse((await running.run(['client', 'unregister'], settings)).output)).toEqual({
      consumerForgot: true,
    })
  }
  expect(consumer.lines.filter((line) => line.endsWith('of "*" is verified'))).toHaveLength(2)
  const written = [...consumer.lines, ...producer.lines].join('\n')
  for (const key of keys) {
    expect(written).not.toContain(key)
    expect(written).not.toContain(key.slice(0, 8))
  }
  expect(written).not.toContain(running.token)
})

test('without the token nothing is registered, listed, replaced, removed or fired', async () => {
  const consumer = await recordingServer(proven)
  const producer = await running.start('producer')
  const { id } = await register(producer, consumer.url)
  const requests = [
    ['POST', '/registrations', { url: consumer.url, event: '*' }],
    ['GET', '/registrations'],
    ['POST', `/registrations/${id}/key`],
    ['DELETE', `/registrations/${id}`],
    ['POST', '/fire'],
  ] as const
  for (const token of ['', 'x'.repeat(48), running.token.slice(0, -1)])
    for (const [method, path, body] of requests) {
      const { status, headers } = await ask(producer, method, path, body, token)
      expect(status).toBe(401)
      expect(headers.get('www-authenticate')).toBe('Bearer')
    }
  expect(consumer.recorded).toHaveLength(1)
})

test('a stranger cannot replace the key of a consumer: not unsigned, and not with a key of their own', async () => {
  const consumer = await running.start('consumer')
  const producer = await running.start('producer')
  const { signingKey } = await register(producer, `${consumer.url}/target`)
  const stranger = randomText()
  const offer = offerOf(stranger)
  expect(await send(consumer, handshake, offer)).toBe(401)
  expect(await send(consumer, handshake, offer, stranger)).toBe(401)
  expect(await send(consumer, handshake, { keyData: stranger })).toBe(400)
  expect(await send(consumer, goodbye, farewellOf())).toBe(401)
  expect(await send(consumer, goodbye, farewellOf(), stranger)).toBe(401)
  expect(await send(consumer, '/target', delivery(), stranger)).toBe(401)
  expect(await send(consumer, '/target', delivery(), signingKey)).toBe(200)
})

test('of two first handshakes at once one is taken, and the other is refused', async () => {
  const consumer = await running.start('consumer')
  const offers = [offerOf(), offerOf()]
  const statuses = await Promise.all(offers.map((offer) => enrol(consumer, offer)))
  expect(statuses.toSorted()).toEqual([200, 401])
})

test('the producer replaces a key with one signed by the old, which is for what is on its way then, and nothing else', async () => {
  const consumer = await running.start('consumer')
  const producer = await running.start('producer')
  const { id, signingKey } = await register(producer, `${consumer.url}/target`)
  const replaced = await ask(producer, 'POST', `/registrations/${id}/key`)
  expect(replaced.status).toBe(200)
  const { signingKey: newKey } = replaced.json as Registered
  expect(newKey).not.toBe(signingKey)
  expect(await send(consumer, '/target', delivery(), signingKey)).toBe(200)
  expect(await send(consumer, handshake, offerOf(), signingKey)).toBe(401)
  expect(await send(consumer, goodbye, farewellOf(), signingKey)).toBe(401)
  expect(await send(consumer, '/target', delivery(), newKey)).toBe(200)
  expect((await ask(producer, 'POST', '/fire')).json).toMatchObject([{ status: 200 }])
})

test('a recorded replacement or farewell cannot be used again', async () => {
  const consumer = await running.start('consumer')
  const [first, second, third] = [randomText(), randomText(), randomText()]
  const toSecond = offerOf(second)
  const farewell = farewellOf()
  expect(await enrol(consumer, offerOf(first))).toBe(200)
  expect(await send(consumer, handshake, toSecond, first)).toBe(200)
  expect(await send(consumer, handshake, offerOf(third), second)).toBe(200)
  expect(await send(consumer, handshake, toSecond, first)).toBe(401)
  expect(await send(consumer, goodbye, farewell, third)).toBe(200)
  expect(await enrol(consumer, offerOf(first))).toBe(200)
  expect(await send(consumer, goodbye, farewell, third)).toBe(401)
  expect(await send(consumer, '/target', delivery(), first)).toBe(200)
})

test('a replacement or a farewell is worth nothing six minutes later, though it never arrived', async () => {
  const consumer = await running.start('consumer')
  const key = randomText()
  await enrol(consumer, offerOf(key))
  for (const sentAt of [Date.now() - 360_000, Date.now() + 360_000]) {
    expect(await send(consumer, handshake, offerOf(randomText(), sentAt), key)).toBe(400)
    expect(await send(consumer, goodbye, farewellOf(sentAt), key)).toBe(422)
  }
  expect(await send(consumer, '/target', delivery(), key)).toBe(200)
})

test('of two replacements at once, both signed by the old key, one is taken', async () => {
  const consumer = await running.start('consumer')
  const old = randomText()
  await enrol(consumer, offerOf(old))
  const statuses = await Promise.all(
    [offerOf(), offerOf()].map((offer) => send(consumer, handshake, offer, old)),
  )
  expect(statuses.filter((status) => status === 200)).toHaveLength(1)
})

test('what was signed for one purpose is refused for another', async () => {
  const consumer = await running.start('consumer')
  const key = randomText()
  await enrol(consumer, offerOf(key))
  expect(await send(consumer, '/target', offerOf(), key)).toBe(400)
  expect(await send(consumer, '/target', farewellOf(), key)).toBe(400)
  expect(await send(consumer, '/target', { ...offerOf(), ...delivery() }, key)).toBe(422)
  expect(await send(consumer, handshake, delivery(), key)).toBe(400)
  expect(await send(consumer, goodbye, delivery(), key)).toBe(422)
  expect(await send(consumer, goodbye, offerOf(), key)).toBe(422)
  expect(await send(consumer, '/target', delivery(), key)).toBe(200)
})

test('a recorded delivery is handled once, a restart aside, and not at all a day later', async () => {
  let consumer = await running.start('consumer')
  const key = randomText()
  await enrol(consumer, offerOf(key))
  const one = delivery(Date.now() - 80_000_000)
  expect(await send(consumer, '/target', one, key)).toBe(200)
  expect(await send(consumer, '/target', one, key)).toBe(200)
  expect(consumer.lines.filter((line) => line.includes(one.id))).toHaveLength(1)
  expect(await consumer.stop()).toBe(0)
  consumer = await running.start('consumer')
  expect(await send(consumer, '/target', one, key)).toBe(200)
  expect(consumer.lines).toContain(`CONSUMER: delivery ${one.id} of "*" was handled before`)
  for (const distance of [-90_000_000, 360_000])
    expect(await send(consumer, '/target', delivery(Date.now() + distance), key)).toBe(422)
})

test.each([
  { name: 'with nothing', answer: (): Answer => ({ status: 200 }) },
  { name: 'with what it was sent', answer: ({ body }: Recorded): Answer => ({ status: 200, body }) },
  {
    name: 'with the proof of another challenge',
    answer: ({ body }: Recorded): Answer => {
      const { keyData } = JSON.parse(body) as KeyOffer
      return { status: 200, body: JSON.stringify({ proof: proofOf(offerOf(keyData)) }) }
    },
  },
  {
    name: 'with the proof of another key',
    answer: ({ body }: Recorded): Answer => {
      const { challenge } = JSON.parse(body) as KeyOffer
      return { status: 200, body: JSON.stringify({ proof: proofOf({ keyData: randomText(), challenge }) }) }
    },
  },
  {
    name: 'with the proof and another status',
    answer: (request: Recorded): Answer => ({ ...proven(request), status: 202 }),
  },
])('a consumer that answers $name is not registered', async ({ answer }) => {
  const consumer = await recordingServer(answer)
  const producer = await running.start('producer')
  const { status } = await ask(producer, 'POST', '/registrations', { url: consumer.url, event: '*' })
  expect(status).toBe(502)
  expect((await ask(producer, 'GET', '/registrations')).json).toEqual([])
  expect((await ask(producer, 'POST', '/fire')).json).toEqual([])
  expect(consumer.recorded).toHaveLength(1)
})

test('a key is shown once, and never in a list, a log or the database', async () => {
  const consumer = await running.start('consumer')
  const producer = await running.start('producer')
  const { id, signingKey } = await register(producer, `${consumer.url}/target`)
  const listed = await ask(producer, 'GET', '/registrations')
  expect(listed.json).toEqual([{ id, url: `${consumer.url}/target`, event: '*', isActive: true }])
  await ask(producer, 'POST', '/fire')
  expect(await consumer.stop()).toBe(0)
  expect(await producer.stop()).toBe(0)
  for (const file of ['producer.db', 'consumer.db'])
    expect(readFileSync(join(running.folder, file)).includes(signingKey)).toBe(false)
  expect([...consumer.lines, ...producer.lines].join('\n')).not.toContain(signingKey)
})

test('logs show the host of a URL alone, and databases are for this user alone', async () => {
  const file = running.environment['PRODUCER_DATABASE'] ?? ''
  writeFileSync(file, '')
  chmodSync(file, 0o666)
  const consumer = await recordingServer(proven)
  const producer = await running.start('producer')
  const { id } = await register(producer, `${consumer.url}?token=hunter2`)
  expect((await ask(producer, 'POST', '/fire')).json).toMatchObject([{ outcome: 'delivered' }])
  expect((await ask(producer, 'POST', `/registrations/${id}/key`)).status).toBe(200)
  expect((await ask(producer, 'DELETE', `/registrations/${id}`)).json).toEqual({ consumerForgot: true })
  expect(consumer.recorded.every(({ path }) => path.includes('hunter2'))).toBe(true)
  expect(producer.lines.join()).toContain(`${new URL(consumer.url).host} is removed`)
  expect(producer.lines.join()).not.toMatch(/hunter2|\/target/)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('keys are still there when the programs start again, and do not open with another secret', async () => {
  let consumer = await running.start('consumer')
  let producer = await running.start('producer')
  await register(producer, `${consumer.url}/target`)
  const CONSUMER_PORT = new URL(consumer.url).port
  expect(await consumer.stop()).toBe(0)
  expect(await producer.stop()).toBe(0)
  consumer = await running.start('consumer', { CONSUMER_PORT })
  producer = await running.start('producer')
  expect((await ask(producer, 'POST', '/fire')).json).toMatchObject([{ status: 200 }])
  await consumer.stop()
  await producer.stop()
  const another = randomBytes(32).toString('base64')
  for (const name of ['producer', 'consumer']) {
    const variable = `${name.toUpperCase()}_STORAGE_KEY`
    const { code, output } = await running.run([name], { [variable]: another })
    expect(code).toBe(1)
    expect(output).toContain(`${name}: A stored key does not open. Set ${variable} to the value`)
    expect(output).not.toContain(another)
  }
})

test.each([
  { name: 'http: beyond this machine', url: 'http://192.0.2.1/target', says: 'https:' },
  { name: 'a host that only begins like this machine', url: 'http://127.0.0.1.example/', says: 'https:' },
  { name: 'another protocol', url: 'ftp://localhost/target', says: 'https:' },
  { name: 'no URL', url: '/target', says: 'https:' },
  { name: 'a password', url: 'https://me:secret@localhost/target', says: 'password' },
  { name: 'a private address', url: 'https://10.0.0.1/target', says: 'network' },
  { name: 'the address of a cloud’s metadata', url: 'https://169.254.169.254/', says: 'network' },
  { name: 'a handshake in it', url: 'https://localhost/target?handshake=true', says: 'handshake' },
])('a URL with $name is not registered', async ({ url, says }) => {
  const producer = await running.start('producer')
  const { status, text } = await ask(producer, 'POST', '/registrations', { url, event: '*' })
  expect(status).toBe(400)
  expect(text).toContain(says)
  expect((await ask(producer, 'GET', '/registrations')).json).toEqual([])
})

test('a redirect is not followed: the key is for the address that was given', async () => {
  const elsewhere = await recordingServer(proven)
  const consumer = await recordingServer(() => ({ status: 307, headers: { location: elsewhere.url } }))
  const producer = await running.start('producer')
  const { status } = await ask(producer, 'POST', '/registrations', { url: consumer.url, event: '*' })
  expect(status).toBe(502)
  expect(elsewhere.recorded).toEqual([])
})

test('after an answer that was lost, the same key is offered again, and the consumer knows it', async () => {
  let isLost = true
  const consumer = await running.start('consumer')
  const between = await recordingServer(async ({ path, headers, body }) => {
    const answered = await passOn(consumer, { path, headers, body })
    return isLost ? undefined : answered
  })
  const producer = await running.start('producer')
  const again = () => ask(producer, 'POST', '/registrations', asked(between.url))
  expect((await again()).status).toBe(504)
  expect((await ask(producer, 'POST', '/fire')).json).toEqual([])
  isLost = false
  const { status, json } = await again()
  expect(status).toBe(201)
  const { id } = json as Registered
  expect((await again()).status).toBe(409)

  isLost = true
  expect((await ask(producer, 'POST', `/registrations/${id}/key`)).status).toBe(504)
  isLost = false
  expect((await ask(producer, 'POST', '/fire')).json).toMatchObject([{ status: 200 }])
})

test.each([429, 404, 502])(
  'a key is not given up where a proxy answers %i in the place of the consumer',
  async (status) => {
    const consumer = await running.start('consumer')
    const answers: (Answer | 'pass')[] = []
    const between = await recordingServer(async ({ path, headers, body }) => {
      const passed = await passOn(consumer, { path, headers, body })
      const answer = answers.shift() ?? 'pass'
      return answer === 'pass' ? passed : answer
    })
    const producer = await running.start('producer')
    const post = async (path: string, body?: object) => (await ask(producer, 'POST', path, body)).status
    answers.push({ status }, { status: 403 })
    expect(await post('/registrations', asked(between.url))).toBe(504)
    // It was offered before, so a refusal of now says nothing of then.
    expect(await post('/registrations', asked(between.url))).toBe(502)
    expect(await post('/registrations', asked(between.url))).toBe(201)

    const [{ id }] = (await ask(producer, 'GET', '/registrations')).json as [Registered]
    answers.push({ status }, { status: 403 })
    expect(await post(`/registrations/${id}/key`)).toBe(504)
    expect(await post(`/registrations/${id}/key`)).toBe(502)
    expect(await post(`/registrations/${id}/key`)).toBe(200)
    expect((await ask(producer, 'POST', '/fire')).json).toMatchObject([{ outcome: 'delivered' }])
  },
)

test('a consumer that hangs in the middle of a replacement is asked once for all that wait for it', async () => {
  let hangs = false
  const consumer = await recordingServer(async (request) => {
    if (request.path === '/target') return { status: 503 }
    if (hangs) await delay(60_000, undefined, { ref: false })
    return proven(request)
  })
  const producer = await running.start('producer')
  const { id } = await register(producer, consumer.url)
  await ask(producer, 'POST', '/fire')
  hangs = true
  expect((await ask(producer, 'POST', `/registrations/${id}/key`)).status).toBe(504)
  const before = consumer.recorded.length
  const firing = Array.from({ length: 8 }, () => ask(producer, 'POST', '/fire'))
  for (const { json } of await Promise.all(firing)) expect(json).toMatchObject([{ outcome: 'no-key' }])
  expect(consumer.recorded.length - before).toBeLessThanOrEqual(3)
}, 40_000)

test('of one consumer, the producer does one thing at a time', async () => {
  const consumer = await running.start('consumer')
  let atOnce = 0
  let most = 0
  const between = await recordingServer(async ({ path, headers, body }) => {
    most = Math.max(most, (atOnce += 1))
    await delay(200)
    const passed = await passOn(consumer, { path, headers, body })
    atOnce -= 1
    return passed
  })
  const producer = await running.start('producer')
  const registering = [1, 2].map(() => ask(producer, 'POST', '/registrations', asked(between.url)))
  const statuses = (await Promise.all(registering)).map(({ status }) => status)
  expect(statuses.toSorted()).toEqual([201, 409])
  const [{ id }] = (await ask(producer, 'GET', '/registrations')).json as [Registered]
  const [replaced, removed] = await Promise.all([
    ask(producer, 'POST', `/registrations/${id}/key`),
    ask(producer, 'DELETE', `/registrations/${id}`),
  ])
  expect([replaced.status, removed.status]).toEqual([200, 200])
  expect(removed.json).toEqual({ consumerForgot: true })
  expect(most).toBe(1)
  await register(producer, between.url)
})

test('a consumer that is down is removed where that is asked for, and keeps no delivery from the others', async () => {
  const gone = await recordingServer(proven)
  const there = await recordingServer(proven)
  const producer = await running.start('producer')
  const { id } = await register(producer, gone.url)
  await register(producer, there.url)
  await gone.close()
  expect((await ask(producer, 'POST', '/fire')).json).toMatchObject([{ id }, { status: 200 }])
  expect((await ask(producer, 'DELETE', `/registrations/${id}`)).status).toBe(504)
  expect((await ask(producer, 'GET', '/registrations')).json).toHaveLength(2)
  const removed = await ask(producer, 'DELETE', `/registrations/${id}?force=true`)
  expect(removed.json).toEqual({ consumerForgot: false })
  expect((await ask(producer, 'DELETE', `/registrations/${id}`)).status).toBe(404)
})

test('a delivery outlives a producer that is killed, and arrives once the consumer is there again', async () => {
  let consumer = await running.start('consumer')
  let producer = await running.start('producer')
  await register(producer, `${consumer.url}/target`)
  const CONSUMER_PORT = new URL(consumer.url).port
  expect(await consumer.stop()).toBe(0)
  expect((await ask(producer, 'POST', '/fire')).json).toMatchObject([{ outcome: 'failed' }])
  producer.process.kill('SIGKILL')
  await once(producer.process, 'exit')
  rmSync(`${running.environment['PRODUCER_DATABASE']}.lock`, { recursive: true, force: true })

  consumer = await running.start('consumer', { CONSUMER_PORT })
  producer = await running.start('producer')
  const verified = () => consumer.lines.filter((line) => line.includes('is verified'))
  await eventually('the delivery arrives', () => verified().length > 0)
  expect((await ask(producer, 'POST', '/fire')).json).toMatchObject([{ outcome: 'delivered' }])
  expect(verified()).toHaveLength(2)
})

test('what a consumer has not taken is dropped with its registration', async () => {
  const consumer = await recordingServer((request) =>
    request.path === '/target' ? { status: 503 } : proven(request),
  )
  const producer = await running.start('producer')
  const { id } = await register(producer, consumer.url)
  expect((await ask(producer, 'POST', '/fire')).json).toMatchObject([{ outcome: 'failed', status: 503 }])
  await ask(producer, 'DELETE', `/registrations/${id}`)
  const { length } = producer.lines
  await delay(3000)
  expect(producer.lines.slice(length)).toEqual([])
})

test('a consumer that says 410 gets nothing more, until it is registered anew', async () => {
  const statuses = [410]
  const consumer = await recordingServer((request) =>
    request.path === '/target' ? { status: statuses.shift() ?? 200 } : proven(request),
  )
  const producer = await running.start('producer')
  const { id } = await register(producer, consumer.url)
  const fire = async () => (await ask(producer, 'POST', '/fire')).json
  expect(await fire()).toMatchObject([{ outcome: 'gone', status: 410 }])
  expect(await fire()).toMatchObject([{ outcome: 'disabled' }])
  await ask(producer, 'DELETE', `/registrations/${id}`)
  await register(producer, consumer.url)
  expect(await fire()).toMatchObject([{ outcome: 'delivered', status: 200 }])
})

test('both speak TLS, where they are given a certificate', async () => {
  const certificate = join(__dirname, 'vectors/localhost.pem')
  const key = join(__dirname, 'vectors/localhost-key.pem')
  const consumer = await running.start('consumer', { CONSUMER_TLS_CERT: certificate, CONSUMER_TLS_KEY: key })
  const producer = await running.start('producer', {
    PRODUCER_TLS_CERT: certificate,
    PRODUCER_TLS_KEY: key,
    NODE_EXTRA_CA_CERTS: certificate,
  })
  expect([consumer.url, producer.url].join()).toMatch(/^https:.*,https:/)
  const settings = {
    PRODUCER_URL: producer.url,
    TARGET_URL: `${consumer.url}/target`,
    NODE_EXTRA_CA_CERTS: certificate,
  }
  expect((await running.run(['client', 'register'], settings)).code).toBe(0)
  const { output } = await running.run(['client', 'fire'], settings)
  expect(JSON.parse(output)).toMatchObject([{ status: 200 }])
  const untrusting = { ...settings, NODE_EXTRA_CA_CERTS: '' }
  expect((await running.run(['client', 'fire'], untrusting)).code).toBe(1)
})

test.each([
  { name: 'producer', more: { PRODUCER_HOST: '0.0.0.0' }, says: 'PRODUCER_TLS_CERT' },
  { name: 'consumer', more: { CONSUMER_HOST: '::' }, says: 'CONSUMER_TLS_CERT' },
  { name: 'producer', more: { PRODUCER_HOST: '0.0.0.0', COMPATIBLE: '1' }, says: 'PRODUCER_TLS_CERT' },
  { name: 'producer', more: { PRODUCER_TOKEN: '' }, says: 'PRODUCER_TOKEN must be 24 characters' },
  { name: 'producer', more: { PRODUCER_TOKEN: 'short' }, says: 'PRODUCER_TOKEN must be 24 characters' },
  {
    name: 'producer',
    more: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    says: 'NODE_TLS_REJECT_UNAUTHORIZED is 0',
  },
  { name: 'producer', more: { PRODUCER_STORAGE_KEY: '' }, says: 'openssl rand -base64 32' },
  { name: 'consumer', more: { CONSUMER_STORAGE_KEY: 'c2hvcnQ=' }, says: 'openssl rand -base64 32' },
  { name: 'consumer', more: { CONSUMER_TLS_CERT: 'a.pem' }, says: 'belong together' },
  { name: 'producer', more: { PRODUCER_PORT: 'http' }, says: 'PRODUCER_PORT must be a number' },
  {
    name: 'client',
    more: { PRODUCER_URL: 'http://192.0.2.1:3000' },
    says: 'client: PRODUCER_URL must be https:',
  },
])('$name with $more does not run, and says what to do', async ({ name, more, says }) => {
  const { code, output } = await running.run([name, 'fire'], more)
  expect(code).toBe(1)
  expect(output).toContain(says)
  expect(output.split('\n')).toHaveLength(1)
})

test('a database that is locked is said to be, with what to remove', async () => {
  mkdirSync(join(running.folder, 'consumer.db.lock'))
  const { code, output } = await running.run(['consumer'])
  expect(code).toBe(1)
  expect(output).toContain('consumer.db is locked.')
})

test('the compatible handshake is refused unless it is asked for', async () => {
  const consumer = await running.start('consumer')
  expect(await send(consumer, handshake, { keyData: 'RqJcWxsJDKjgINLWWiBwYEV3ROg7LaXD1Xzz' })).toBe(400)
  const original = await recordingServer(() => ({ status: 200 }))
  const producer = await running.start('producer')
  expect((await ask(producer, 'POST', '/registrations', { url: original.url, event: '*' })).status).toBe(502)
})
