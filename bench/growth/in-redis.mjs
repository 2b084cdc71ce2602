import { redisStore } from '@postern/redis'
import { timeConcurrentCalls } from '../timed-calls.mjs'
import { deliveryCall, lastEvent } from './delivery.mjs'

const source = 'growth'
const fill =
  "for i = ARGV[2], ARGV[3] do redis.call('SET', ARGV[1] .. i, 'D 0f432e22b5eb 13lo1sr', 'PX', 604800000) end"
const clear = "for i = ARGV[2], ARGV[3] do redis.call('DEL', ARGV[1] .. i) end"

async function onEach(client, script, prefix, first, last) {
  const step = 10_000
  for (let from = first; from <= last; from += step) {
    await client.eval(script, 0, prefix, from, Math.min(from + step - 1, last))
  }
}

function concurrencies(store, counts) {
  const call = deliveryCall({ store })
  const entries = counts.map((count) => [`${count} at once`, (ms) => timeConcurrentCalls(call, ms, count)])
  return Object.fromEntries(entries)
}

function sources(store, counts) {
  const entries = counts.map((count) => {
    let next = 0
    const call = deliveryCall({ store, source: () => `source_${(next += 1) % count}` })
    return [`${count} ${count === 1 ? 'source' : 'sources'}`, (ms) => timeConcurrentCalls(call, ms, 64)]
  })
  return Object.fromEntries(entries)
}

// Each in a database of its own, and with as many events in each round as in the first.
async function storedEvents(redis, stores, counts) {
  const contestants = {}
  for (const [index, count] of counts.entries()) {
    const client = redis.client.duplicate({ db: index + 1 })
    const store = redisStore(`${redis.url}/${index + 1}`)
    stores.push({ close: () => client.disconnect() }, store)
    await onEach(client, fill, `postern:{${source}}:stored_`, 1, count)
    const call = deliveryCall({ store, source })
    contestants[`${count} stored`] = async (ms) => {
      const first = lastEvent() + 1
      const us = await timeConcurrentCalls(call, ms, 64)
      await onEach(client, clear, `postern:{${source}}:evt_`, first, lastEvent())
      return us
    }
  }
  return contestants
}

/** What may depend on Redis, as far as the machine's two sides let it be seen: it runs beside what is measured. */
export async function inRedisGroups(redis, { quick }) {
  const store = redisStore(redis.url)
  const stores = [store]
  const groups = {
    'concurrency, Redis': concurrencies(store, [1, 8, 64, 512]),
    'sources, Redis': sources(store, [1, 100, 10_000]),
    'stored events, Redis': await storedEvents(
      redis,
      stores,
      quick ? [0, 1000] : [0, 10_000, 100_000, 1_000_000],
    ),
  }
  return { groups, close: () => Promise.all(stores.map((each) => each.close())) }
}
