import { once } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import { cleanUp } from '../../src/clean-up.js'
import { frameworks } from '../../src/frameworks.js'
import { observe } from '../../src/observe.js'
import { recordWarnings } from '../../src/warnings.js'
import { chunks, handlerEnds, routeEnds } from './handler-ends.js'
import { endpointOf, expectSettled, leaseMs, type SettledEndpoint } from './settled-endpoint.js'

beforeEach(recordWarnings)
afterEach(cleanUp)

/** What a handler does after the client has gone. A stream has nowhere to go then, and has a test of its own. */
const lateEnds = routeEnds.filter(({ name }) => !/stream|pipe|status (200|302|4)/.test(name))

describe.each(frameworks)('on $name', (framework) => {
  test.each(lateEnds)(
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

  test.each(handlerEnds)(
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
    // In steps, so that the store answers each renewal on the way.
    for (let step = 0; step < 8; step += 1) {
      endpoint.clock.advance(leaseMs / 4)
      await new Promise(setImmediate)
    }
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
      const outcome = streamsToNobody[framework.name]
      // What Express users write; pipeline() throws from Node 24 on, and a handler that throws is another case.
      if (outcome === undefined) Readable.from(chunks()).pipe(route.response)
      else route.pipe(Readable.from(chunks()))
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
    // Nothing ends the answer.
    await expectLapse(endpoint)
  })
})

/** What becomes of a delivery whose handler begins to stream after the client has gone. */
const streamsToNobody: Record<string, 'completed' | 'released'> = {
  'Koa 2': 'completed',
  'Koa 3': 'completed',
  'Fastify 5': 'released',
}

/** Sees the lease run out on time, and the delivery run again. */
async function expectLapse({ deliver, clock, attempts, settlements }: SettledEndpoint): Promise<void> {
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

/** A promise, and the function that settles it. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}
