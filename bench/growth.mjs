import { compare, playRounds } from './rounds.mjs'
import { startRedis } from './redis.mjs'
import { inMemoryGroups } from './growth/in-memory.mjs'
import { inRedisGroups } from './growth/in-redis.mjs'

/** How the cost of a delivery grows with one quantity at a time, beside the smallest of it. */
export async function benchGrowth({ quick, rounds = quick ? 2 : 15 }) {
  const settings = { rounds, roundMs: quick ? 5 : 60 }
  const redis = await startRedis()
  const { groups, close } = await inRedisGroups(redis, { quick })
  const sizes = {}
  for (const [group, contestants] of Object.entries({ ...(await inMemoryGroups({ quick })), ...groups })) {
    sizes[group] = await measureGroup(contestants, settings)
  }
  await close()
  await redis.stop()
  return { settings, sizes }
}

async function measureGroup(contestants, { rounds, roundMs }) {
  const names = Object.keys(contestants)
  const measure = async (name) => ({ us: await contestants[name](roundMs) })
  await playRounds(names, 2, measure)
  return compare(await playRounds(names, rounds, measure), { [names[0]]: () => names[0] })
}
