import { once } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { memoryStore, type SettlementEvent } from '@postern/core'
import { cleanUp } from '../../src/clean-up.js'
import { Connection } from '../../src/connection.js'
import { countingStore, type StoreCalls } from '../../src/counting-store.js'
import type { Framework, Route } from '../../src/framework.js'
import { frameworks, serve } from '../../src/frameworks.js'
import { type ManualClock, manualClock } from '../../src/manual-clock.js'
import { type Observation, observe } from '../../src/observe.js'
import { post, type Reply, scheme, sign } from '../../src/sender.js'
import { recordWarnings } from '../../src/warnings.js'

beforeEach(recordWarnings)
afterEach(cleanUp)

const leaseMs = 30_000

interface Endpoint {
  url: string
  attempts: number[]
  calls: StoreCalls
  settlements: Observation<SettlementEvent>
  clock: ManualClock
  /** Posts the one delivery of these tests. */
  deliver: () => Promise<Reply>
  /** Opens a connection and sends it there. */
  deliverBy: () => Promise<Connection>
}

/** Serves a route whose first attempt is the one given, and whose later ones succeed. */
async function endpointOf(
  framework: Framework,
  first: Route,
  way: 'route' | 'handler' = 'route',
): Promise<Endpoint> {
  const clock = manualClock()
  const store = countingStore(memoryStore({ clock }))
  const attempts: number[] = []
  const settlements = observe('postern:settlement')
  const run: Route = (webhook, answer, body) => {
    attempts.push(webhook.attempt)
    if (attempts.length === 1) return first(webhook, answer, body)
    if (way === 'route') answer.status(204)
    return undefined
  }
  const options = { scheme, store, clock, leaseMs, toleranceMs: leaseMs * 100 }
  const url = await serve(
    framework,
    way === 'route'
      ? { options, route: run }
      : { options, handler: (webhook) => run(webhook, undefined as never, undefined) },
  )
  const signed = sign({ sentAt: clock.now() })
  return {
    url,
    attempts,
    calls: store.calls,
    settlements,
    clock,
    deliver: () => post(url, signed),
    async deliverBy() {
      const connection = await Connection.open(url)
      connection.send(signed)
      return connection
    },
  }
}

/** Delivers once more, and says whether that ran; then checks that nothing was settled twice. */
async function expectSettled(
  { deliver, settlements, attempts, calls }: Endpoint,
  outcome: 'completed' | 'released',
): Promise<void> {
  await settlements.first(1)
  const next = await deliver()
  if (outcome === 'completed') {
    expect(next.status).toBe(200)
    expect(next.headers.get('webhook-duplicate')).toBe('1')
    expect(attempts).toEqual([1])
    expect(settlements.events).toMatchObject([{ outcome: 'completed', attempt: 1, leased: true }])
    expect(calls).toMatchObject({ complete: 1, release: 0 })
    return
  }
  expect(next.status).toBe(204)
  expect(attempts).toEqual([1, 2])
  await settlements.first(2)
  expect(settlements.events).toMatchObject([
    { outcome: 'released', attempt: 1 },
    { outcome: 'completed', attempt: 2 },
  ])
  expect(calls).toMatchObject({ complete: 1, release: 1 })
}

/** A promise, and the functions that settle it. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

interface Case {
  name: string
  route: Route
  status: number
  text?: string
  outcome: 'completed' | 'released'
}

const answers: Case[] = [
  ...[
    { status: 204, outcome: 'completed' } as const,
    { status: 200, outcome: 'completed' } as const,
    { status: 302, outcome: 'released' } as const,
    { status: 400, outcome: 'released' } as const,
    { status: 404, outcome: 'released' } as const,
    { status: 500, outcome: 'released' } as const,
    { status: 503, outcome: 'released' } as const,
  ].map(({ status, outcome }) => ({
    name: `status ${status}`,
    route: ((_webhook, answer) => {
      answer.status(status)
    }) satisfies Route,
    status,
    outcome,
  })),
  {
    name: 'an empty 200',
    route(_webhook, answer) {
      answer.empty()
    },
    status: 200,
    text: '',
    outcome: 'completed',
  },
  {
    name: 'JSON',
    route(_webhook, answer) {
      answer.json({ ok: true })
    },
    status: 200,
    text: '{"ok":true}',
    outcome: 'completed',
  },
  {
    name: 'JSON after a wait',
    async route(_webhook, answer) {
      await turn()
      answer.json({ ok: true }, 202)
    },
    status: 202,
    text: '{"ok":true}',
    outcome: 'completed',
  },
  {
    name: 'JSON with 422 after a wait',
    async route(_webhook, answer) {
      await turn()
      answer.json({ ok: false }, 422)
    },
    status: 422,
    text: '{"ok":false}',
    outcome: 'released',
  },
  {
    name: 'a stream of chunks',
    route(_webhook, answer) {
      answer.pipe(Readable.from(chunks()))
    },
    status: 200,
    text: 'one two three',
    outcome: 'completed',
  },
  {
    name: 'a pipe that is filled later',
    route(_webhook, answer) {
      const source = new PassThrough()
      answer.pipe(source)
      source.write('early')
      setImmediate(() => source.end(' late'))
    },
    status: 200,
    text: 'early late',
    outcome: 'completed',
  },
  {
    name: 'a hijacked 200',
    route(_webhook, answer) {
      answer.hijack((response) => {
        response.writeHead(200)
        response.write('by')
        setImmediate(() => response.end(' hand'))
      })
    },
    status: 200,
    text: 'by hand',
    outcome: 'completed',
  },
  {
    name: 'a hijacked 500',
    route(_webhook, answer) {
      answer.hijack((response) => response.writeHead(500).end('by hand'))
    },
    status: 500,
    text: 'by hand',
    outcome: 'released',
  },
  {
    name: 'an error thrown at once',
    route() {
      throw new Error('out of stock')
    },
    status: 500,
    outcome: 'released',
  },
  {
    name: 'an error thrown after a wait',
    async route() {
      await turn()
      throw new Error('out of stock')
    },
    status: 500,
    outcome: 'released',
  },
  {
    name: 'an error with the status 200',
    route() {
      throw errorOf200
    },
    status: 500,
    outcome: 'released',
  },
]

async function* chunks(): AsyncGenerator<string> {
  yield 'one'
  await turn()
  yield ' two'
  await turn()
  yield ' three'
}

/** What a handler does after the client has gone. A stream has nowhere to go then, and has a test of its own. */
const lateAnswers = answers.filter(({ name }) => !/stream|pipe|status [234]/.test(name))

// As some write it.
const nothing = undefined as unknown as Error
const text = 'route' as unknown as Error
const errorOf200 = Object.assign(new Error('not so'), { status: 200, statusCode: 200 })

const results: { name: string; handler: () => unknown; status: number; outcome: 'completed' | 'released' }[] =
  [
    { name: 'returns', handler: () => undefined, status: 204, outcome: 'completed' },
    { name: 'resolves', handler: () => turn(), status: 204, outcome: 'completed' },
    { name: 'throws', handler: fail, status: 500, outcome: 'released' },
    { name: 'rejects', handler: () => turn().then(fail), status: 500, outcome: 'released' },
    {
      name: 'rejects with nothing',
      handler: () => Promise.reject(nothing),
      status: 500,
      outcome: 'released',
    },
    { name: 'rejects with text', handler: () => Promise.reject(text), status: 500, outcome: 'released' },
    {
      name: 'rejects with an error of status 200',
      handler: () => Promise.reject(errorOf200),
      status: 500,
      outcome: 'released',
    },
  ]

function fail(): never {
  throw new Error('out of stock')
}

describe.each(frameworks)('on $name', (framework) => {
  test.each(answers)('$name is settled once: $outcome', async ({ route, status, text, outcome }) => {
    const endpoint = await endpointOf(framework, route)
    const answer = await endpoint.deliver()
    expect(answer.status).toBe(status)
    if (text !== undefined) expect(answer.text).toBe(text)
    await expectSettled(endpoint, outcome)
  })

  test.each(lateAnswers)(
    '$name after the client has gone is settled once: $outcome',
    async ({ route, outcome }) => {
      const { opened: running, open: run } = gate()
      const endpoint = await endpointOf(framework, async (webhook, answer, body) => {
        run()
        await once(answer.response, 'close')
        return route(webhook, answer, body)
      })
      const connection = await endpoint.deliverBy()
      await running
      connection.destroy()
      await expectSettled(endpoint, outcome)
    },
  )

  test.each(results)(
    'a handler that $name is settled once: $outcome',
    async ({ handler, status, outcome }) => {
      const endpoint = await endpointOf(framework, handler, 'handler')
      expect((await endpoint.deliver()).status).toBe(status)
      await expectSettled(endpoint, outcome)
    },
  )

  test.each(results)(
    'a handler that $name after the client has gone is settled once: $outcome',
    async ({ handler, outcome }) => {
      const receptions = observe('postern:reception')
      const { opened: finishing, open: finish } = gate()
      const endpoint = await endpointOf(framework, () => finishing.then(handler), 'handler')
      const connection = await endpoint.deliverBy()
      await receptions.first(1)
      connection.destroy()
      finish()
      await expectSettled(endpoint, outcome)
    },
  )

  test('a handler that stays on is not settled by the client that goes', async () => {
    const { opened: gone, open: go } = gate()
    const { opened: finishing, open: finish } = gate()
    const { opened: running, open: run } = gate()
    const endpoint = await endpointOf(framework, async (_webhook, answer) => {
      run()
      await once(answer.response, 'close')
      go()
      await finishing
      answer.json({ ok: true })
    })
    const connection = await endpoint.deliverBy()
    await running
    connection.destroy()
    await gone
    endpoint.clock.advance(leaseMs * 2)
    const meanwhile = await endpoint.deliver()
    expect(meanwhile.status).toBe(503)
    expect(Number(meanwhile.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(endpoint.settlements.events).toEqual([])
    finish()
    await expectSettled(endpoint, 'completed')
  })

  test('a stream whose client goes halfway is left to lapse, and then runs again', async () => {
    const { opened: closed, open: close } = gate()
    const endpoint = await endpointOf(framework, (_webhook, answer) => {
      answer.response.once('close', close)
      answer.pipe(Readable.from(endless()))
    })
    const connection = await endpoint.deliverBy()
    await connection.receive(/one/)
    connection.destroy()
    await closed
    await expectLapse(endpoint)
  })

  test('a stream that fails halfway is left to lapse, and then runs again', async () => {
    const { opened: closed, open: close } = gate()
    const source = new PassThrough()
    const endpoint = await endpointOf(framework, (_webhook, answer) => {
      answer.response.once('close', close)
      answer.pipe(source)
      source.write('one')
    })
    const connection = await endpoint.deliverBy()
    await connection.receive(/one/)
    source.destroy(new Error('disk'))
    await once(source, 'error')
    // Koa 2 keeps the connection open, and leaves it to the client to go.
    connection.destroy()
    await closed
    await expectLapse(endpoint)
  })

  test('a stream after the client has gone, which has nowhere to go, loses no delivery', async () => {
    const { opened: running, open: run } = gate()
    const { opened: answered, open: answer } = gate()
    const endpoint = await endpointOf(framework, async (_webhook, route) => {
      run()
      await once(route.response, 'close')
      route.pipe(Readable.from(chunks()))
      answer()
    })
    const connection = await endpoint.deliverBy()
    await running
    connection.destroy()
    await answered
    const outcome = streamsToNobody[framework.name]
    if (outcome !== undefined) {
      await expectSettled(endpoint, outcome)
      return
    }
    // Nothing ends the answer: the lease is renewed as for a handler that hangs, ten times.
    for (let lease = 0; lease < 11; lease += 1) {
      expect((await endpoint.deliver()).status).toBe(503)
      endpoint.clock.advance(leaseMs)
    }
    expect((await endpoint.deliver()).status).toBe(204)
    expect(endpoint.attempts).toEqual([1, 2])
  })
})

/** What becomes of a delivery whose handler begins to stream after the client has gone. */
const streamsToNobody: Record<string, 'completed' | 'released'> = {
  'Koa 2': 'completed',
  'Koa 3': 'completed',
  'Fastify 5': 'released',
}

/** Sees the lease run out on time, and the delivery run again. */
async function expectLapse({ deliver, clock, attempts, settlements }: Endpoint): Promise<void> {
  const leases = observe('postern:lease')
  expect((await deliver()).status).toBe(503)
  clock.advance(leaseMs)
  expect(leases.events).toMatchObject([{ outcome: 'lost', attempt: 1 }])
  expect(settlements.events).toEqual([])
  expect((await deliver()).status).toBe(204)
  expect(attempts).toEqual([1, 2])
  expect(await settlements.first(1)).toMatchObject([{ outcome: 'completed', attempt: 2 }])
}

async function* endless(): AsyncGenerator<string> {
  yield 'one'
  await new Promise(() => undefined)
}
