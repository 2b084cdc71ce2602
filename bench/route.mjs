// What a webhook route costs beside the bare one of its framework. Each contestant is a server in a process of its
// own; this process sends the load.
import { payloadOf, sizeName } from './payload.mjs'
import { startRedis } from './redis.mjs'
import { compare } from './rounds.mjs'
import { startContestants } from './route/contestant.mjs'
import { absoluteFigures, timeLoads } from './route/timed-loads.mjs'

const contestants = ['empty', 'bare', 'verify', 'memory', 'redis', 'hand']
const connections = 64
const references = {
  bare: (name) => `${frameworkOf(name)} bare`,
  hand: (name) => `${frameworkOf(name)} hand`,
}

export async function benchRoute({ quick, framework: frameworks, rounds = quick ? 2 : 10 }) {
  const settings = { connections, rounds, roundMs: quick ? 100 : 700, sizes: quick ? [1024] : [1024, 16_384] }
  const redis = await startRedis()
  const servers = await startContestants(frameworks, contestants, redis.url)
  const loads = Object.fromEntries(
    Object.entries(servers).map(([name, server]) => [name, { server, connections }]),
  )
  const sizes = {}
  for (const size of settings.sizes) {
    const figures = await timeLoads(loads, redis, payloadOf(size), settings)
    sizes[sizeName(size)] = compare(figures, references, absoluteFigures)
  }
  for (const { stop } of Object.values(servers)) stop()
  await redis.stop()
  return { settings, sizes }
}

function frameworkOf(name) {
  return name.split(' ')[0]
}
