import { setTimeout as delay } from 'node:timers/promises'
import { accept, settle } from '../../src/scripts/generated.js'
import type { Fault, FaultKind } from './schedule.js'
import type { World } from './world.js'

/** Does to the world what a schedule says, and undoes it. */
export class FaultPlayer {
  /** How many there were of each kind. */
  readonly played = new Map<FaultKind, number>()
  readonly underway = new Set<Fault>()
  /** What could not be done or undone. */
  readonly errors: unknown[] = []
  // What befalls the same place comes one after the other, also when the one before takes its time.
  readonly #places = new Map<string, Promise<void>>()

  constructor(private readonly world: World) {}

  /** Resolves when the last fault is over. */
  async play(schedule: readonly Fault[]): Promise<void> {
    const startedAt = performance.now()
    for (const fault of schedule) {
      await delay(Math.max(0, startedAt + fault.at - performance.now()))
      const before = this.#places.get(fault.place) ?? Promise.resolve()
      this.#places.set(
        fault.place,
        before.then(() => this.#inflict(fault)),
      )
    }
    await Promise.all(this.#places.values())
  }

  async #inflict(fault: Fault): Promise<void> {
    this.underway.add(fault)
    try {
      await this.#do(fault)
    } catch (error) {
      this.errors.push(error)
    }
    this.underway.delete(fault)
    this.played.set(fault.kind, (this.played.get(fault.kind) ?? 0) + 1)
  }

  async #do({ kind, slot, ms, latencyMs }: Fault): Promise<void> {
    const { redis, workers } = this.world
    const worker = workers[slot]!
    const { proxy } = worker
    switch (kind) {
      case 'worker killed':
        await worker.kill()
        await worker.start()
        break
      case 'worker stopped':
        worker.signal('SIGSTOP')
        await delay(ms)
        worker.signal('SIGCONT')
        break
      case 'Redis killed':
        await redis.kill()
        await delay(ms)
        await redis.start()
        break
      case 'Redis stopped':
        redis.pause()
        await delay(ms)
        redis.resume()
        break
      case 'partition':
        proxy.partition()
        await delay(ms)
        await proxy.heal()
        break
      case 'connections refused':
        await proxy.refuse()
        await delay(ms)
        await proxy.heal()
        break
      case 'latency':
        proxy.setLatency(latencyMs)
        await delay(ms)
        proxy.setLatency(0)
        break
      case 'reply to a claim lost':
        void proxy.dropReplies((request) => request.includes(accept.sha1))
        break
      case 'reply to a settlement lost':
        void proxy.dropReplies((request) => request.includes(settle.sha1))
        break
    }
  }
}
