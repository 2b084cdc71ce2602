import { playRounds } from '../rounds.mjs'
import { percentile } from '../statistics.mjs'
import { signDeliveries } from './deliveries.mjs'
import { openConnections, sendAll } from './load.mjs'

/** The figures that ratios would say nothing of. */
export const absoluteFigures = ['redisCpuUs', 'loadBusy']

/**
 * Sends each load in rounds, so many signed deliveries a round that it lasts about as long as it should.
 * @param loads - by name, the `server` and over how many `connections`
 * @returns for each load, the figures of each round
 */
export async function timeLoads(loads, redis, body, { rounds, roundMs }) {
  const names = Object.keys(loads)
  const counts = Object.fromEntries(names.map((name) => [name, 500]))
  async function measure(name) {
    const figures = await measureRound(loads[name], redis, body, counts[name])
    counts[name] = Math.ceil((figures.requestsPerSecond * roundMs) / 1000)
    return figures
  }
  // The first figures are those of cold code, and say only how many requests fill a round.
  await playRounds(names, 2, measure)
  return playRounds(names, rounds, measure)
}

async function measureRound({ server: { port, cpuTime }, connections }, redis, body, count) {
  const heads = signDeliveries(body, connections + count, port)
  const sockets = await openConnections(port, connections)
  // Connections are kept for long: what the first delivery on one costs must not count, least where there are many.
  await sendAll(sockets, heads.splice(0, connections), body)
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
