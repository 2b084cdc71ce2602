import { Agent } from 'node:http'
import { join } from 'node:path'
import type { TcpProxy } from '@postern/testing/tcp-proxy'
import { startWorker, type WorkerProcess } from '@postern/testing/worker-process'
import type { Target } from './attempt.js'
import type { ChaosWorkerSettings } from './chaos-worker.js'
import { monotonicMs } from './monotonic-ms.js'

interface Occupant {
  readonly name: string
  readonly process: WorkerProcess
  readonly target: Target
}

/** A place for one worker after another, with a way to Redis that stays. */
export class WorkerSlot {
  /** Where the workers note what they see, by their names. */
  readonly ledgers = new Map<string, string>()
  /** When workers were dead that did not end in peace. */
  readonly deaths = new Map<string, number>()
  /** How workers ended that nobody had killed. */
  readonly crashes: string[] = []
  #occupant: Occupant | undefined

  constructor(
    private readonly slot: number,
    private readonly folder: string,
    readonly proxy: TcpProxy,
  ) {}

  /** Where to send to; `undefined` while there is no worker. */
  get target(): Target | undefined {
    return this.#occupant?.target
  }

  async start(): Promise<void> {
    const generation = this.ledgers.size + 1
    const name = `worker ${this.slot}.${generation}`
    const ledger = join(this.folder, name)
    const framework = (this.slot + generation) % 2 === 0 ? 'Fastify' : 'Express'
    const redisUrl = `redis://127.0.0.1:${this.proxy.port}`
    const startedAt = monotonicMs()
    const process = await startWorker(join(import.meta.dirname, 'chaos-worker.ts'), {
      // In other environments Express writes the errors of handlers to the console.
      env: { NODE_ENV: 'test' },
      argument: { redisUrl, ledger, framework } satisfies ChaosWorkerSettings,
    })
    const { url, now } = process.ready as unknown as { url: string; now: number }
    if (now < startedAt || now > monotonicMs()) throw new Error('Processes share no monotonic clock here.')
    this.ledgers.set(name, ledger)
    const occupant = { name, process, target: { url, agent: new Agent({ keepAlive: true }) } }
    this.#occupant = occupant
    void process.exited.then(({ code, signal }) => {
      if (!this.#leave(occupant)) return
      this.deaths.set(name, monotonicMs())
      this.crashes.push(`${name} ended with ${signal ?? `code ${code}`}. It wrote:\n${process.output}`)
    })
  }

  /** Ends the worker by SIGKILL. */
  async kill(): Promise<void> {
    const occupant = this.#occupant
    if (occupant === undefined) return
    this.#leave(occupant)
    await occupant.process.dispose()
    this.deaths.set(occupant.name, monotonicMs())
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#occupant?.process.kill(signal)
  }

  /** Has the worker settle all that it runs, and ends it. */
  async finish(): Promise<void> {
    const occupant = this.#occupant
    if (occupant === undefined) return
    occupant.process.send({ kind: 'finish' })
    await occupant.process.next('at rest')
    this.#leave(occupant)
    await occupant.process.dispose()
  }

  /** Tells whether it was there. */
  #leave(occupant: Occupant): boolean {
    if (this.#occupant !== occupant) return false
    this.#occupant = undefined
    occupant.target.agent.destroy()
    return true
  }
}
