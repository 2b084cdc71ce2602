import { memoryStore, type SettlementEvent } from '@postern/core'
import { Connection } from '../../src/connection.js'
import { countingStore, type StoreCalls } from '../../src/counting-store.js'
import type { Framework, Route } from '../../src/framework.js'
import { serve } from '../../src/frameworks.js'
import { type ManualClock, manualClock } from '../../src/manual-clock.js'
import { type Observation, observe } from '../../src/observe.js'
import { post, type Reply, scheme, sign } from '../../src/sender.js'

export const leaseMs = 30_000

/** A route that receives one delivery again and again, and what becomes of it. */
export interface SettledEndpoint {
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
export async function endpointOf(
  framework: Framework,
  first: Route,
  way: 'route' | 'handler' = 'route',
): Promise<SettledEndpoint> {
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
export async function expectSettled(
  { deliver, settlements, attempts, calls }: SettledEndpoint,
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
