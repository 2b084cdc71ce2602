// Whether a busy server keeps its pace when more connections send at a time.
import { payloadOf, sizeName } from './payload.mjs'
import { startRedis } from './redis.mjs'
import { compare } from './rounds.mjs'
import { startContestants } from './route/contestant.mjs'
import { absoluteFigures, timeLoads } from './route/timed-loads.mjs'

const contestants = ['bare', 'redis']
const [few, many] = [64, 512]
const bytes = 1024

// A load is named `fastify redis 512`.
const references = {
  [`${few} connections`]: (name) => name.replace(/\d+$/, few),
  bare: (name) => name.replace('redis', 'bare'),
}

export async function benchConnections({ quick, framework: frameworks, rounds = quick ? 2 : 10 }) {
  const settings = { connections: [few, many], bytes, rounds, roundMs: quick ? 100 : 1000 }
  const redis = await startRedis()
  const servers = await startContestants(frameworks, contestants, redis.url)
  const loads = {}
  for (const [name, server] of Object.entries(servers)) {
    for (const connections of settings.connections) loads[`${name} ${connections}`] = { server, connections }
  }
  const figures = await timeLoads(loads, redis, payloadOf(bytes), settings)
  for (const { stop } of Object.values(servers)) stop()
  await redis.stop()
  return { settings, sizes: { [sizeName(bytes)]: compare(figures, references, absoluteFigures) } }
}
