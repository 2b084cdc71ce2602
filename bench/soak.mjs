// Whether a server that runs for long keeps its pace, and needs no more memory as time goes by.
import { payloadOf } from './payload.mjs'
import { startRedis } from './redis.mjs'
import { compare, playRounds } from './rounds.mjs'
import { startContestants } from './route/contestant.mjs'
import { signDeliveries } from './route/deliveries.mjs'
import { openConnections, sendAll } from './route/load.mjs'
import { fitSlope } from './statistics.mjs'

const framework = 'fastify'
const contestants = ['bare', 'memory', 'redis']
const references = { bare: () => `${framework} bare` }

export async function benchSoak({ quick }) {
  const settings = { connections: 64, bytes: 1024, requests: quick ? 4000 : 1_000_000, slices: 20 }
  const redis = await startRedis()
  const servers = await startContestants([framework], contestants, redis.url, ['--expose-gc'])
  // Redis is not emptied between the slices: the events that it keeps must not slow the next ones.
  const slices = await playRounds(Object.keys(servers), settings.slices, (name) =>
    measureSlice(servers[name], payloadOf(settings.bytes), settings),
  )
  for (const { stop } of Object.values(servers)) stop()
  await redis.stop()
  const quarter = settings.slices / 4
  return {
    settings,
    sizes: {
      'first quarter': compareRates(slices, 0, quarter),
      'last quarter': compareRates(slices, settings.slices - quarter, settings.slices),
    },
    memory: mapValues(slices, (ofOne) => memoryGrowth(ofOne, settings)),
  }
}

// Signed is a slice at a time, lest the load generator need memory for a million requests.
async function measureSlice({ port, memoryUsage }, body, { connections, requests, slices }) {
  const count = requests / slices
  const heads = signDeliveries(body, count, port)
  const sockets = await openConnections(port, connections)
  const { elapsedMs } = await sendAll(sockets, heads, body)
  // While the connections are open: each slice finds as many of them.
  const memory = await memoryUsage()
  for (const socket of sockets) socket.destroy()
  return { requestsPerSecond: (count * 1000) / elapsedMs, memory }
}

function compareRates(slices, from, to) {
  const rates = mapValues(slices, (ofOne) =>
    ofOne.slice(from, to).map(({ requestsPerSecond }) => ({ requestsPerSecond })),
  )
  return compare(rates, references)
}

// The first half is for code to be compiled, buffers to grow and the memory store to reach its limit.
function memoryGrowth(ofOne, { requests, slices }) {
  const figures = ['heapUsed', 'external', 'rss'].map((figure) => {
    const points = ofOne.map(({ memory }, index) => [((index + 1) * requests) / slices, memory[figure]])
    const bytesARequest = fitSlope(points.slice(slices / 2))
    return [figure, { bytesARequest, bytesAfterRequests: Object.fromEntries(points) }]
  })
  return Object.fromEntries(figures)
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]))
}
