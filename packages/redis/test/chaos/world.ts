import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RedisServer, startRedis } from '@postern/testing/redis-server'
import { startTcpProxy } from '@postern/testing/tcp-proxy'
import type { Target } from './attempt.js'
import type { Evidence } from './history.js'
import { readLedger } from './ledger.js'
import type { Random } from './random.js'
import { slots } from './schedule.js'
import { WorkerSlot } from './worker-slot.js'

/** A Redis, and workers that each have a way to it of their own. */
export class World {
  constructor(
    readonly redis: RedisServer,
    readonly workers: readonly WorkerSlot[],
    /** Of the ledgers. */
    readonly folder: string,
  ) {}

  readonly pickTarget = (random: Random): Target | undefined => {
    const [first, ...rest] = this.workers.flatMap(({ target }) => target ?? [])
    return first === undefined ? undefined : random.pick([first, ...rest])
  }

  evidence(): Omit<Evidence, 'acknowledgements'> {
    const ledgers = this.workers.flatMap((worker) => [...worker.ledgers])
    return {
      ledgers: new Map(ledgers.map(([name, path]) => [name, readLedger(path)])),
      deaths: new Map(this.workers.flatMap(({ deaths }) => [...deaths])),
    }
  }

  /** Ends everything, in whatever state it is. The ledgers stay where they are wanted. */
  async dispose({ keepLedgers }: { keepLedgers: boolean }): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.kill()))
    await Promise.all(this.workers.map(({ proxy }) => proxy.dispose()))
    await this.redis.dispose()
    if (!keepLedgers) rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Starts a world in which all is well. */
export async function startWorld(): Promise<World> {
  const redis = await startRedis({
    settings: {
      appendonly: 'yes',
      // What a server that is killed has replied to, it must have written. With `everysec` it replies before it writes
      // while the disk is busy with the last second; what is in the way of its syncing does not matter here.
      appendfsync: 'no',
    },
  })
  const folder = mkdtempSync(join(tmpdir(), 'postern-chaos-'))
  const workers: WorkerSlot[] = []
  for (let slot = 0; slot < slots; slot += 1) {
    workers.push(new WorkerSlot(slot, folder, await startTcpProxy(redis.port)))
  }
  const world = new World(redis, workers, folder)
  try {
    await Promise.all(workers.map((worker) => worker.start()))
    return world
  } catch (error) {
    await world.dispose({ keepLedgers: false })
    throw error
  }
}
