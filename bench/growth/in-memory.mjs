import { memoryStore } from '@postern/core'
import { sizeName } from '../payload.mjs'
import { timeCalls } from '../timed-calls.mjs'
import { deliveryCall, newSecret } from './delivery.mjs'

function contestants(values, nameOf, optionsOf) {
  const entries = values.map((value) => {
    const call = deliveryCall(optionsOf(value))
    return [nameOf(value), (ms) => timeCalls(call, ms, 1)]
  })
  return Object.fromEntries(entries)
}

function named(one, many) {
  return (count) => (count === 1 ? `1 ${one}` : `${count} ${many}`)
}

// A full store forgets the oldest delivery for each new one.
async function memoryStores(maxDeliveries) {
  const fresh = deliveryCall({ store: memoryStore({ maxDeliveries: Number.MAX_SAFE_INTEGER }) })
  const full = deliveryCall({ store: memoryStore({ maxDeliveries }) })
  for (let done = 0; done < maxDeliveries * 1.8; done += 1) await full()
  return { fresh: (ms) => timeCalls(fresh, ms, 1), full: (ms) => timeCalls(full, ms, 1) }
}

/** What does not depend on where deliveries are remembered: each contestant takes ms, and gives microseconds a delivery. */
export async function inMemoryGroups({ quick }) {
  const sizes = [1024, 16_384, 262_144, 1_048_576, 5_242_880]
  return {
    'payload size': contestants(sizes, sizeName, (bytes) => ({ bytes })),
    'active secrets': contestants([1, 2, 4, 8], named('secret', 'secrets'), (count) => ({
      secrets: Array.from({ length: count }, newSecret),
    })),
    'candidate signatures': contestants([1, 4, 16], named('signature', 'signatures'), (signatures) => ({
      signatures,
    })),
    'memory store': await memoryStores(quick ? 1000 : 100_000),
    'sources, in memory': contestants([1, 100, 10_000], named('source', 'sources'), (count) => {
      let next = 0
      return { source: () => `source_${(next += 1) % count}` }
    }),
  }
}
