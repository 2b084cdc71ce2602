import type { RedisServer } from './redis-server.js'

/** How often each command was called, by its name in lower case, since the statistics were reset. */
export async function commandCounts(server: RedisServer): Promise<Record<string, number>> {
  const statistics = String(await server.command('INFO', 'commandstats'))
  const counts = statistics.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)
  return Object.fromEntries([...counts].map(([, name = '', calls]) => [name, Number(calls)]))
}
