import { payloadOf, sizeName } from './payload.mjs'
import { compare, playRounds } from './rounds.mjs'
import { timeCalls } from './timed-calls.mjs'
import { verifyContestants } from './verify-contestants.mjs'

const everySize = [256, 1024, 16_384, 65_536, 262_144, 1_048_576]

/**
 * What verification costs beside the floor, an HMAC with a prepared key and a constant-time comparison, and beside
 * other libraries.
 */
export async function benchVerify({ quick = false, sizes = everySize, rounds = quick ? 3 : 30, roundMs }) {
  const settings = { rounds, roundMs: roundMs ?? (quick ? 2 : 15) }
  const results = {}
  for (const size of sizes) results[sizeName(size)] = await measureSize(size, settings)
  return { settings: { ...settings, sizes }, sizes: results }
}

async function measureSize(size, { rounds, roundMs }) {
  const contestants = verifyContestants(payloadOf(size))
  const names = Object.keys(contestants)
  // Looking at the clock must not be what is measured, nor one round of large bodies last for seconds.
  const calls = Math.max(Math.min(Math.round(65_536 / size), 50), 1)
  const measure = async (name) => ({ us: await timeCalls(contestants[name], roundMs, calls) })
  await playRounds(names, 1, measure)
  return compare(await playRounds(names, rounds, measure), { floor: () => 'floor' })
}
