// What a webhook route costs beside the bare one of its framework. Each contestant is a server in a process of its
// own; this process sends the load, so many signed deliveries a round that it lasts about as long as it should.
import { playRounds, compare } from './rounds.mjs'
import { payloadOf, sizeName } from './payload.mjs'
import { startRedis } from './redis.mjs'
import { percentile } from './statistics.mjs'
import { startContestant } from './route/contestant.mjs'
import { signDeliveries } from './route/deliveries.mjs'
import { openConnections, sendAll } from './route/load.mjs'

const contestants = ['empty', 'bare', 'verify', 'memory', 'redis', 'hand']
const connections = 64
const references = {
  bare: (name) => `${frameworkOf(name)} bare`,
  hand: (name) => `${frameworkOf(name)} hand`,
}

export async function benchRoute({ quick, framework: frameworks, rounds = quick ? 2 : 10 }) {
  const settings = { connections, rounds, roundMs: quick ? 100 : 700, sizes: quick ? [1024] : [1024, 16_384] }
  const redis = await startRedis()
  const servers = await startServers(frameworks, redis)
  const sizes = {}
  for (const size of settings.sizes) {
    const figures = await measureSize(servers, redis, payloadOf(size), settings)
    sizes[sizeName(size)] = compare(figures, references, ['redisCpuUs', 'loadBusy'])
  }
  for (const { stop } of Object.values(servers)) stop()
  await redis.stop()
  return { settings, sizes }
}

function frameworkOf(name) {
  return name.split(' ')[0]
}

async function startServers(frameworks, redis) {
  const servers = {}
  for (const framework of frameworks) {
    for (const contestant of contestants) {
      servers[`${framework} ${contestant}`] = await startContestant(framework, contestant, redis.url)
    }
  }
  return servers
}

async function measureSize(servers, redis, body, { rounds, roundMs }) {
  const counts = Object.fromEntries(Object.keys(servers).map((name) => [name, 500]))
  async function measure(name) {
    const figures = await measureRound(servers[name], redis, body, counts[name])
    counts[name] = Math.ceil((figures.requestsPerSecond * roundMs) / 1000)
    return figures
  }
  // The first figures are those of cold code, and say only how many requests fill a round.
  await playRounds(Object.keys(servers), 2, measure)
  return playRounds(Object.keys(servers), rounds, measure)
}

async function measureRound({ port, cpuTime }, redis, body, count) {
  const heads = signDeliveries(body, count, port)
  const sockets = await openConnections(port, connections)
  const before = [await cpuTime(), await redis.cpuTime(), process.cpuUsage()]
  const { elapsedMs, latencies } = await sendAll(sockets, heads, body)
  const { user, system } = process.cpuUsage(before[2])
  const serverCpu = (await cpuTime()) - before[0]
  const redisCpu = (await redis.cpuTime()) - before[1]
  for (const socket of sockets) socket.destroy()
  // Each round finds Redis as empty as the others did.
  await redis.client.flushall()
  return {
    requestsPerSecond: (count * 1000) / elapsedMs,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    serverCpuUs: serverCpu / count,
    redisCpuUs: redisCpu / count,
    // Near 1, the load generator is what is measured.
    loadBusy: (user + system) / 1000 / elapsedMs,
  }
}
