import { spawn, spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'

const binary = process.env.REDIS_SERVER ?? 'redis-server'

export function redisVersion() {
  return /v=(\S+)/.exec(spawnSync(binary, ['--version']).stdout?.toString() ?? '')?.[1]
}

/** Starts a server of the benchmark's own, without persistence, which ends with this process. */
export async function startRedis() {
  // Below the range from which systems take the ports of outgoing connections.
  const port = String(randomInt(12_000, 22_000))
  const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'))
  const settings = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--dir', folder]
  const server = spawn(binary, settings, { stdio: 'ignore' })
  function end() {
    server.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', end)
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
  const client = new Redis(Number(port), '127.0.0.1', { retryStrategy: () => 20, maxRetriesPerRequest: 250 })
  client.on('error', () => undefined)
  const processId = /process_id:(\d+)/.exec(await client.info('server'))?.[1]
  if (processId !== String(server.pid)) throw new Error(`Another Redis has the port ${port}.`)
  return {
    url: `redis://127.0.0.1:${port}`,
    client,
    /** Microseconds of processor time since it started. */
    async cpuTime() {
      const info = await client.info('cpu')
      const seconds = ['used_cpu_user', 'used_cpu_sys'].map(
        (name) => new RegExp(`${name}:(\\S+)`).exec(info)[1],
      )
      return (Number(seconds[0]) + Number(seconds[1])) * 1e6
    },
    async stop() {
      client.disconnect()
      process.off('exit', end)
      end()
      await delay(50)
    },
  }
}
