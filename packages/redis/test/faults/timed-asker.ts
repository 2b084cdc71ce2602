import { join } from 'node:path'
import type { Admission, Claim, LeaseRef, Settlement } from '@postern/core'
import { onCleanUp } from '@postern/testing/clean-up'
import type { RedisServer } from '@postern/testing/redis-server'
import { startWorker, type WorkerProcess } from '@postern/testing/worker-process'
import type { StoreCall } from './claim-worker.js'

/** A stretch of time, in ms of Redis' clock. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** What a store answered, and when it decided. */
export interface Timed<Answer> {
  readonly answer: Answer
  readonly at: Span
}

/** A process whose clock is wrong, that asks a store. */
export class TimedAsker {
  private constructor(
    private readonly worker: WorkerProcess,
    private readonly redis: RedisServer,
  ) {}

  static async start(redis: RedisServer, shiftClockMs: number): Promise<TimedAsker> {
    const worker = await startWorker(join(import.meta.dirname, 'claim-worker.ts'), {
      argument: redis.url,
      env: { SHIFT_CLOCK_MS: String(shiftClockMs) },
    })
    onCleanUp(() => worker.dispose())
    const wrongByMs = Number(worker.ready['now']) - Date.now()
    if (Math.abs(wrongByMs - shiftClockMs) > 60_000) throw new Error(`The clock is wrong by ${wrongByMs} ms.`)
    return new TimedAsker(worker, redis)
  }

  async claim(claim: Claim): Promise<Timed<Admission>> {
    const { answer, at } = await this.#ask({ kind: 'accept', claim })
    return { answer: answer as Admission, at }
  }

  async extend(lease: LeaseRef, leaseMs: number): Promise<Timed<Settlement>> {
    const { answer, at } = await this.#ask({ kind: 'extend', lease, leaseMs })
    return { answer: answer as Settlement, at }
  }

  async #ask(call: StoreCall): Promise<Timed<unknown>> {
    const from = await this.#now()
    this.worker.send(call)
    const { answer } = await this.worker.next('answer')
    return { answer, at: { from, to: await this.#now() } }
  }

  async #now(): Promise<number> {
    const [seconds, microseconds] = (await this.redis.command('TIME')) as [string, string]
    return Number(seconds) * 1000 + Number(microseconds) / 1000
  }
}
